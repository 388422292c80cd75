/** Where a task is drawn, from the upper left corner of the graph. */
export interface Box {
  readonly path: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly isGroup: boolean;
}

/** A line from one task to the next, as the path of an SVG, and the box it lies in. */
export interface Line {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly d: string;
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** A graph with a place for everything. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}
