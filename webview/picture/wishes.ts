/** What of the chart is in the picture, in pixels. */
export interface PictureWishes {
  readonly width: number;
  /** Width of the column with the names. */
  readonly names: number;
  /** The rows `[scrollTop, scrollTop + rows)`. */
  readonly scrollTop: number;
  readonly rows: number;
}

/** Width of the names in a picture of a narrow page, in pixels. */
export const leastNames = 220;

/** A picture of hundreds of subtasks shows the most blocked ones. */
export const pictureOfAll: PictureWishes = { width: 1200, names: 280, scrollTop: 0, rows: 1600 };

/** As much of the rows as there is, `height` pixels in all: a picture has no empty ground below the last one. */
export function withinRows(wishes: PictureWishes, height: number): PictureWishes {
  const scrollTop = Math.max(0, Math.min(wishes.scrollTop, height - wishes.rows));
  return { ...wishes, scrollTop, rows: Math.min(wishes.rows, height - scrollTop) };
}
