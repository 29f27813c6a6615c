// The parts of undici that are loaded by themselves: the whole of it, with its fetch, caches and mocks, takes five times as long, and is a third of the package.
declare module 'undici/lib/dispatcher/agent.js' {
	export {Agent as default} from 'undici';
}

declare module 'undici/lib/dispatcher/proxy-agent.js' {
	export {ProxyAgent as default} from 'undici';
}

declare module 'undici/lib/dispatcher/dispatcher.js' {
	export {Dispatcher as default} from 'undici';
}

declare module 'undici/lib/api/api-connect.js' {
	const connect: unknown;
	export default connect;
}
