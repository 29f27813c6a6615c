/** In cells; 0, 0 is the top left corner of the terminal. */
export type Rectangle = {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
};

export type Cell = Pick<Rectangle, 'x' | 'y'>;

/** Gives the rows of a surface: coloured strings of at most `width` cells. */
export type RowSource = {
	readonly row: (index: number, width: number, height: number) => string;
};

const nowhere: Rectangle = {x: 0, y: 0, width: 0, height: 0};

/** Told which rows of the screen may look otherwise now. */
type OnChange = (rectangle: Rectangle, isUrgent: boolean | undefined) => void;

/** A part of the screen that is painted past Ink. Its rows are asked for once after each change. */
export class ScreenSurface {
	readonly #source: RowSource;
	readonly #onChange: OnChange;
	#rectangle = nowhere;
	#rows: string[] | undefined;
	#cursor: Cell | undefined;

	constructor(source: RowSource, onChange: OnChange) {
		this.#source = source;
		this.#onChange = onChange;
	}

	get rectangle(): Rectangle {
		return this.#rectangle;
	}

	place(rectangle: Rectangle): void {
		this.#onChange(this.#rectangle, undefined);
		this.#rectangle = rectangle;
		this.invalidate();
	}

	/** Where in it the terminal's cursor is shown. */
	placeCursor(cursor: Cell | undefined): void {
		this.#cursor = cursor;
		this.#onChange(nowhere, undefined);
	}

	/** In cells of the screen; nothing while it is outside of the surface. */
	get cursor(): Cell | undefined {
		const {x, y, width, height} = this.#rectangle;
		return this.#cursor !== undefined &&
			this.#cursor.x < width &&
			this.#cursor.y < height
			? {x: x + this.#cursor.x, y: y + this.#cursor.y}
			: undefined;
	}

	invalidate({isUrgent}: {isUrgent?: boolean} = {}): void {
		this.#rows = undefined;
		this.#onChange(this.#rectangle, isUrgent);
	}

	/** Its row at `y` of the screen; nothing where it is not. */
	rowAt(y: number): string | undefined {
		const {y: top, width, height} = this.#rectangle;
		if (width <= 0 || y < top || y >= top + height) {
			return undefined;
		}

		this.#rows ??= Array.from({length: height}, (_, index) =>
			this.#source.row(index, width, height),
		);
		return this.#rows[y - top];
	}
}
