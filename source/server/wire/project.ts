/** The body of an item of `GET /organizations/{id}/projects`. */
export type Project = {
	readonly id: string;
	readonly organizationId: string;
	readonly name: string;
	readonly description: string;
	readonly createdAt: string;
	readonly updatedAt: string;
};
