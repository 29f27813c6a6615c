import {createTemplate, type Template} from './template.ts';

/** A kind of message, and how often it comes among the others. */
type WeightedTemplate = readonly [weight: number, template: Template];

const escape = '\u001B';

/** What the storefront logs on an ordinary day. */
export const calm: readonly WeightedTemplate[] = [
	info(90, 'GET «path» 200 in «ms» ms\n'),
	info(30, 'GET «path» 304 in «ms» ms\n'),
	info(
		26,
		'{"event":"page_view","path":"«path»","session":"«session»","durationMs":«ms»,"cached":true}\n',
	),
	info(16, 'cart «cart»: added «product» ×«count»\n'),
	info(7, 'cart «cart»: removed «product»\n'),
	info(
		12,
		'checkout started cart=«cart» items=«count» total=«euros».«cents» currency=«currency»\n',
	),
	info(
		9,
		'payment authorized order=«order» method=«method» amount=«euros».«cents» «currency» in «ms» ms\n',
	),
	info(
		8,
		'{"event":"order_placed","order":"«order»","customer":"«customer»","total":{"amount":"«euros».«cents»","currency":"«currency»"},"items":[{"name":"«product»","quantity":«count»}],"path":"/checkout","status":201,"durationMs":«ms»}\n',
	),
	info(5, `${escape}[32m✓${escape}[39m order «order» confirmed, mail queued\n`),
	info(
		4,
		`${escape}[1mGET${escape}[22m ${escape}[36m«path»${escape}[39m ${escape}[32m200${escape}[39m ${escape}[2m«ms» ms${escape}[22m\n`,
	),
	info(3, 'search "«product»": «many» results in «ms» ms\n'),
	info(2, 'welcome back, «customer»'),
	info(0.3, 'isolate start time: «ms».«fraction» ms (user time: «count» ms)'),
	info(0.6, 'isolate start time: «ms».«fraction» ms'),
	info(0.6, 'Listening on http://localhost:8000/\n'),
	info(
		0.4,
		'catalogue synchronized: {"products":«many»,"skus":[«manifest»],"tookMs":«slowMs»}\n',
	),
	debug(0.6, 'loaded «many» products, kv ready in «ms» ms\n'),
	debug(34, 'cache hit key=page:«path» age=«many» s\n'),
	debug(14, 'cache miss key=page:«path»\n'),
	debug(20, 'kv get ["cart","«cart»"] took «count» ms\n'),
	debug(10, 'kv set ["session","«session»"] took «count» ms\n'),
	debug(8, 'static «asset» served from memory\n'),
	debug(6, 'trace=«trace» span=render path=«path» took «ms» ms\n'),
	debug(3, 'user agent: «agent»\n'),
	debug(
		1,
		'recommendations for session «session»:\n  1. «product»\n  2. «product»\n  3. «product»\n',
	),
	warning(
		4,
		'slow response path=«path» customer="«customer»" took «slowMs» ms\n',
	),
	warning(2, 'stock low: «product», «count» left\n'),
	warning(
		2,
		`${escape}[33mwarn${escape}[39m deprecated: imageUrl() without a size, called for «product»\n`,
	),
	warning(
		1.4,
		'{"event":"payment_retry","order":"«order»","provider":"paywise","attempt":«count»,"reason":"upstream timeout"}\n',
	),
	warning(
		1,
		'rate limit near for 203.0.113.«byte»: «percent» % of the window\n',
	),
	warning(
		0.6,
		'coupon rejected cart=«cart» code="SOMMER«fraction»" reason=expired\n',
	),
	error(
		0.35,
		'Error: card declined by issuer (order «order», code do_not_honor)\n    at authorize (file:///src/payments/authorize.ts:61:11)\n    at async checkout (file:///src/routes/checkout.ts:112:21)\n',
	),
	error(0.25, 'failed to send mail for order «order»: 421 try again later\n'),
	error(
		0.05,
		'NotFoundError: product "«product»" is listed but not in the catalogue\n    at findProduct (file:///src/catalogue/find-product.ts:27:9)\n    at async handler (file:///src/routes/products/[slug].tsx:14:19)\n',
	),
	error(
		0.004,
		'QuotaExceededError: kv value of 65540 bytes is over the limit (cart «cart»)\n    at Kv.set (ext:deno_kv/01_db.ts:120:15)\n    at async saveCart (file:///src/cart/save.ts:33:3)\n',
	),
];

/** The payment provider does not answer. */
export const paymentOutage: readonly WeightedTemplate[] = [
	...calm.map(([weight, template]): WeightedTemplate => [weight / 6, template]),
	warning(
		14,
		'upstream timeout after 3000 ms host=api.paywise.example path=/v2/charges attempt=«count»\n',
	),
	warning(6, 'checkout queue length «many», workers busy\n'),
	warning(4, 'retrying charge order=«order» in «slowMs» ms\n'),
	error(
		12,
		'PaymentTimeoutError: provider "paywise" did not answer within 3000 ms (order «order»)\n    at withTimeout (file:///src/payments/timeout.ts:18:9)\n    at async authorize (file:///src/payments/authorize.ts:44:18)\n    at async checkout (file:///src/routes/checkout.ts:112:21)\n    at async handler (file:///src/server.ts:73:20)\n',
	),
	error(
		7,
		'{"event":"checkout_failed","order":"«order»","cart":"«cart»","error":{"name":"PaymentTimeoutError","provider":"paywise","attempts":3},"total":"«euros».«cents» «currency»","customer":"«customer»","path":"/checkout","status":504,"durationMs":«slowMs»}\n',
	),
	error(
		3,
		`${escape}[31m✗ circuit breaker open: paywise${escape}[39m (failures=«many», window=60 s)\n`,
	),
	error(
		2,
		'error: Uncaught (in promise) TypeError: error sending request for url (https://api.paywise.example/v2/charges): connection reset by peer (os error 104)\n    at async mainFetch (ext:deno_fetch/26_fetch.js:192:12)\n    at async charge (file:///src/payments/paywise.ts:35:20)\nCaused by: connection reset by peer\n',
	),
];

/** The provider answers again, and what waited is worked off. */
export const recovery: readonly WeightedTemplate[] = [
	...calm,
	info(20, 'circuit breaker half open: paywise answered in «ms» ms\n'),
	info(30, 'order «order» charged after retry, attempt «count»\n'),
	warning(6, 'checkout queue length «count», draining\n'),
];

/** What a region says when it starts. */
export const boot: readonly Template[] = [
	createTemplate('info', 'isolate start time: «ms».«fraction» ms'),
	createTemplate('info', 'Listening on http://localhost:8000/\n'),
	createTemplate('debug', 'loaded «many» products, kv ready in «ms» ms\n'),
];

/** What the new code does. */
export const newFeature: readonly Template[] = [
	createTemplate('info', 'bundle offered cart=«cart» products=«count»\n'),
	createTemplate('debug', 'bundles found for cart=«cart» in «ms» ms\n'),
];

/** What the new code gets wrong. */
export const newError: Template = createTemplate(
	'error',
	"TypeError: cannot read properties of undefined (reading 'id')\n    at renderCartLine (file:///src/cart/cart-line.tsx:48:27)\n    at Array.map (<anonymous>)\n    at CartPage (file:///src/routes/cart.tsx:31:22)\n    at async handler (file:///src/server.ts:73:20)\n",
);

export const newErrorAftermath: Template = createTemplate(
	'warning',
	'GET /cart 500 in «ms» ms trace=«trace»\n',
);

function info(weight: number, text: string): WeightedTemplate {
	return [weight, createTemplate('info', text)];
}

function debug(weight: number, text: string): WeightedTemplate {
	return [weight, createTemplate('debug', text)];
}

function warning(weight: number, text: string): WeightedTemplate {
	return [weight, createTemplate('warning', text)];
}

function error(weight: number, text: string): WeightedTemplate {
	return [weight, createTemplate('error', text)];
}
