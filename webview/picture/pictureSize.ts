/** What of the chart is in the picture, in pixels. */
export interface PictureSize {
  readonly width: number;
  /** Width of the column with the names. */
  readonly names: number;
  /** Height of the rows, from the first. */
  readonly rows: number;
}

/** A picture of hundreds of subtasks shows the most blocked ones. */
export const pictureOfAll: PictureSize = { width: 1200, names: 280, rows: 1600 };

/** As much of the rows as there is, `height` pixels in all: a picture has no empty ground below the last one. */
export function withinRows(wishes: PictureSize, height: number): PictureSize {
  return { ...wishes, rows: Math.min(wishes.rows, height) };
}
