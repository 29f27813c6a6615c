/** The last segment of an address is the version of the API. */
export function isV2({pathname}: URL): boolean {
	return /\/v2\/?$/iv.test(pathname);
}
