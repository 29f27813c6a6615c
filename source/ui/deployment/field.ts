/** What is known of a deployment, by its name. */
export type Field = {
	readonly name: string;
	/** With its colours. */
	readonly value: string;
};
