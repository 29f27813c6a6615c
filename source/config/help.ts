/** What `--help` prints. The readme shows the same text. */
export const help = `
Usage
  $ deplog <deployment>   a deployment or revision: its id, its console address
  $ deplog                the newest revision of this folder's app (deno.json)
  $ deplog --app <app>    the newest revision of an app
  $ deplog demo [name]    a simulated deployment: no account, no network;
                          failed, history, search, images, preview, or building
  $ deplog serve [file…]  an API server over these logs, or the simulated ones
  $ deplog config         what is in force, and where it was found

Which entries
  --level <levels>        error, warning, info, debug; several with commas
  --region <regions>      us-east4 or gcp-us-east4; several with commas
  -q, --query <text>      entries whose message holds this text, case-sensitive
  --since <time>          15m, 2h ago, yesterday 14:00, 2026-01-31T14:00:00Z
  --until <time>          the same; entries before that time
  --time-zone <zone>      local, utc or a name such as Europe/Paris, for showing
                          and reading times; default local

Printing: with --print, or when standard output is no terminal
  -p, --print             print entries instead of exploring them
  -f, --follow            go on with live entries; --limit 0 for these alone
  --limit <count>         how many; default 100 without --since, --until
  --order <asc|desc>      oldest or newest first; default asc
  --format <format>       ndjson (the server's own lines; default in a pipe),
                          json (one array), text (default on a terminal, with
                          colors there), pretty (text with colors anywhere)

The API
  --api-url <url>         with its version; default DEPLOG_API_URL, else
                          https://console.deno.com/api/v2
  --app, --org <name>     default those of deno.json, else DENO_DEPLOY_APP, _ORG
  --project <id>          version 1: the newest deployment of a project
  --token-file <path>     a file that holds the access token, when neither
                          DENO_DEPLOY_TOKEN nor DEPLOY_ACCESS_TOKEN is set
  --insecure              allow http: to another machine

Other
  --history, --v2         demo: with two weeks of history, over version 2
  --redeploy-every <time> demo, serve: a new deployment so often, such as 60s
  --port, --host          serve: where; beyond this machine it needs a token
  --buffer <entries>      how many entries to keep in memory; default 1,000,000
  --bell                  ring when the deployment settles, at its first error
  --no-color              no colors, as with NO_COLOR
  --help, --version       show this text, show the version
`.trim();

/** What follows the sentence that says what is wrong with the command line. */
export const usageHint =
	'Usage: deplog <deployment>, or deplog demo. See deplog --help.';
