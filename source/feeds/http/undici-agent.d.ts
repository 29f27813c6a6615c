// The part of undici that is loaded by itself: the whole of it, with its fetch, caches and mocks, takes five times as long.
declare module 'undici/lib/dispatcher/agent.js' {
	export {Agent as default} from 'undici';
}
