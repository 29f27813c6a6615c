/** The regions listed in the types of npm's `subhosting`, without their `gcp-`. Others exist. */
export const knownRegions: ReadonlySet<string> = new Set(
	`asia-east1 asia-east2 asia-northeast1 asia-northeast2 asia-northeast3 asia-south1 asia-south2
	asia-southeast1 asia-southeast2 australia-southeast1 australia-southeast2 europe-central2
	europe-north1 europe-southwest1 europe-west1 europe-west2 europe-west3 europe-west4 europe-west6
	europe-west8 me-west1 northamerica-northeast1 northamerica-northeast2 southamerica-east1
	southamerica-west1 us-central1 us-east1 us-east4 us-east5 us-south1 us-west1 us-west2 us-west3
	us-west4`.split(/\s+/v),
);

/** `us-east4` → `gcp-us-east4`; a name that is not known goes to the server as it is. */
export function wireRegion(name: string): string {
	return knownRegions.has(name) ? `gcp-${name}` : name;
}
