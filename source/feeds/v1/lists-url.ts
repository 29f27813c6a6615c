/** The newest deployments of a project, as many as a page may hold. `root` is the base of the API. */
export function deploymentsUrl(
	root: string,
	projectId: string,
	page?: string,
): URL {
	return listUrl(
		`${root}/projects/${encodeURIComponent(projectId)}/deployments`,
		'created_at',
		page,
	);
}

/** The projects of an organization, those that were changed last first. */
export function projectsUrl(
	root: string,
	organizationId: string,
	page?: string,
): URL {
	return listUrl(
		`${root}/organizations/${encodeURIComponent(organizationId)}/projects`,
		'updated_at',
		page,
	);
}

function listUrl(address: string, sort: string, page?: string): URL {
	const url = new URL(address);
	url.searchParams.set('limit', '100');
	url.searchParams.set('sort', sort);
	url.searchParams.set('order', 'desc');
	if (page !== undefined) {
		url.searchParams.set('page', page);
	}

	return url;
}
