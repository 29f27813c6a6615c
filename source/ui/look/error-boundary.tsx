import {Component, type ReactElement} from 'react';

type ErrorBoundaryProps = {
	/** Told the error of a component; who is told ends the program. */
	readonly onError: (error: unknown) => void;
	/** An element: what may be a promise would make `render` asynchronous in the eyes of the linter. */
	readonly children: ReactElement;
};

/** Hands over an error of a component. Ink would draw it with the source around it, which over a bundle of one line takes minutes. */
export class ErrorBoundary extends Component<
	ErrorBoundaryProps,
	{readonly hasFailed: boolean}
> {
	static getDerivedStateFromError() {
		return {hasFailed: true};
	}

	override state = {hasFailed: false};

	override componentDidCatch(error: unknown) {
		this.props.onError(error);
	}

	override render(): ReactElement | undefined {
		return this.state.hasFailed ? undefined : this.props.children;
	}
}

/** Throws where nobody of React's catches: the terminal is left as it was, and what happened is said. */
export function crash(error: unknown) {
	setImmediate(() => {
		throw error;
	});
}
