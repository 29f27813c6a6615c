/** The newest deployments of a project, as many as a page may hold. `root` is the base of the API. */
export function deploymentsUrl(root: string, projectId: string): URL {
	const url = new URL(
		`${root}/projects/${encodeURIComponent(projectId)}/deployments`,
	);
	url.searchParams.set('limit', '100');
	url.searchParams.set('sort', 'created_at');
	url.searchParams.set('order', 'desc');
	return url;
}
