/** What of the chart is in the picture, in pixels. */
export interface PictureSize {
  readonly width: number;
  /** Width of the column with the names. */
  readonly names: number;
  /** The rows `[scrollTop, scrollTop + rows)`. */
  readonly scrollTop: number;
  readonly rows: number;
}

/** A picture of hundreds of subtasks shows the most blocked ones. */
export const pictureOfAll: PictureSize = { width: 1200, names: 280, scrollTop: 0, rows: 1600 };

/** As much of the rows as there is, `height` pixels in all: a picture has no empty ground below the last one. */
export function withinRows(wishes: PictureSize, height: number): PictureSize {
  const scrollTop = Math.max(0, Math.min(wishes.scrollTop, height - wishes.rows));
  return { ...wishes, scrollTop, rows: Math.min(wishes.rows, height - scrollTop) };
}
