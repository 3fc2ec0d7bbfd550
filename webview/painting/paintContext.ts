/** The pixels of one lane, row by row from its top, each as `0xAABBGGRR`. */
export interface LanePixels {
  readonly pixels: Uint32Array;
  readonly width: number;
  readonly height: number;
}

/** As much of a canvas as the painters use, so that what paints the chart can write a vector picture too. */
export type PaintContext = Pick<
  CanvasRenderingContext2D,
  | 'save'
  | 'restore'
  | 'translate'
  | 'beginPath'
  | 'closePath'
  | 'moveTo'
  | 'lineTo'
  | 'rect'
  | 'roundRect'
  | 'arc'
  | 'clip'
  | 'fill'
  | 'stroke'
  | 'fillRect'
  | 'strokeRect'
  | 'fillText'
  | 'measureText'
  | 'setLineDash'
  | 'fillStyle'
  | 'strokeStyle'
  | 'globalAlpha'
  | 'lineWidth'
  | 'lineJoin'
  | 'font'
  | 'textAlign'
  | 'textBaseline'
> &
  (Pick<CanvasRenderingContext2D, 'drawImage' | 'imageSmoothingEnabled'> | LaneTarget);

/** What has no pixels takes a lane that was filled in memory as it is. */
export interface LaneTarget {
  /** @param top upper edge of the lane; its left edge is 0 */
  drawLane(lane: LanePixels, top: number): void;
}
