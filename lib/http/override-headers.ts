/**
 * Express `method-override`, Rack::MethodOverride, Symfony, Laravel, Spring, OData (`x-http-method`), the external authorization of
 * ingress-nginx (`x-original-method`) and of Traefik (`x-forwarded-method`), Envoy.
 *
 * @see https://expressjs.com/en/resources/middleware/method-override.html
 * @see https://doc.traefik.io/traefik/middlewares/http/forwardauth/
 */
const METHOD: readonly string[] = [
  'x-envoy-original-method',
  'x-forwarded-method',
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  'x-original-method',
];

/**
 * IIS URL Rewrite, Symfony, Laminas and Yii (`x-original-url`, `x-rewrite-url`), ingress-nginx (`x-original-uri`), Traefik and Caddy
 * (`x-forwarded-uri`), Kong (`x-forwarded-path`), Spring, ASP.NET Core and Werkzeug (`*-prefix`), WSGI servers (`x-script-name`),
 * Azure App Service and Static Web Apps (`x-waws-unencoded-url`, `x-ms-original-url`), Next.js and Vercel (`x-middleware-*`,
 * `x-invoke-*`, `x-matched-path`, `x-now-route-matches`), Astro (`x-astro-path`), services
 * behind Apache Knox (`x-forwarded-context`), WebDAV (`destination`).
 *
 * @see https://symfony.com/blog/cve-2018-14773-remove-support-for-legacy-and-risky-http-headers
 * @see https://github.com/advisories/GHSA-f82v-jwr5-mffw
 * @see https://github.com/advisories/GHSA-mr6q-rp88-fx84
 * @see https://www.rfc-editor.org/rfc/rfc4918#section-10.3
 */
const PATH: readonly string[] = [
  'base-url',
  'destination',
  'http-url',
  'proxy-url',
  'request-uri',
  'script-name',
  'x-astro-path',
  'x-auth-request-redirect',
  'x-base-url',
  'x-forwarded-context',
  'x-forwarded-path',
  'x-forwarded-prefix',
  'x-forwarded-request-uri',
  'x-forwarded-uri',
  'x-forwarded-url',
  'x-http-destinationurl',
  'x-http-path',
  'x-http-path-override',
  'x-invoke-output',
  'x-invoke-path',
  'x-invoke-query',
  'x-invoke-status',
  'x-matched-path',
  'x-middleware-invoke',
  'x-middleware-next',
  'x-middleware-override-headers',
  'x-middleware-prefetch',
  'x-middleware-redirect',
  'x-middleware-rewrite',
  'x-middleware-skip',
  'x-middleware-subrequest',
  'x-ms-original-url',
  'x-now-route-matches',
  'x-original-path',
  'x-original-prefix',
  'x-original-uri',
  'x-original-url',
  'x-override-url',
  'x-path',
  'x-proxy-url',
  'x-replaced-path',
  'x-request-uri',
  'x-rewrite-path',
  'x-rewrite-uri',
  'x-rewrite-url',
  'x-script-name',
  'x-uri',
  'x-url',
  'x-vercel-matched-path',
  'x-waws-unencoded-url',
];

/**
 * RFC 7239, ASP.NET Core (`x-original-host`), Apache (`x-forwarded-server`), Azure (`disguised-host`), Fastly (`fastly-host`), Envoy,
 * WebSphere and Liberty (`$wssn`, `$wssp`), which trust them from every client by default. The gateway removes `x-forwarded-host` on
 * every route.
 *
 * @see https://openliberty.io/docs/ref/config/httpDispatcher.html
 * @see https://portswigger.net/web-security/host-header/exploiting
 * @see https://learn.microsoft.com/aspnet/core/host-and-deploy/proxy-load-balancer
 */
const HOST: readonly string[] = [
  '$wssn',
  '$wssp',
  'disguised-host',
  'fastly-host',
  'forwarded',
  'proxy-host',
  'x-envoy-original-host',
  'x-forwarded',
  'x-forwarded-server',
  'x-host',
  'x-host-override',
  'x-http-host-override',
  'x-original-host',
  'x-original-port',
];

/**
 * Rack (`x-forwarded-scheme`, `x-forwarded-ssl`), Microsoft (`front-end-https`, `x-arr-ssl`), WSGI servers (`x-scheme`,
 * `x-url-scheme`), WebLogic (`wl-proxy-ssl`), WebSphere and Liberty (`$wsis`, `$wssc`), Cloudflare and
 * CloudFront. The gateway removes `x-forwarded-proto` on every route.
 *
 * @see https://github.com/rack/rack/blob/main/lib/rack/request.rb
 */
const SCHEME: readonly string[] = [
  '$wsis',
  '$wssc',
  'cf-visitor',
  'cloudfront-forwarded-proto',
  'front-end-https',
  'wl-proxy-ssl',
  'x-appservice-proto',
  'x-arr-ssl',
  'x-forwarded-protocol',
  'x-forwarded-scheme',
  'x-forwarded-ssl',
  'x-original-proto',
  'x-original-scheme',
  'x-scheme',
  'x-url-scheme',
];

/**
 * Rack::Sendfile and Plack: the client names the file or the internal path that the server in front of the application serves.
 *
 * @see https://github.com/advisories/GHSA-r657-rxjc-j557
 */
const FILE: readonly string[] = ['x-accel-mapping', 'x-sendfile-type'];

/**
 * Headers that servers, frameworks and proxies read in place of the request's method, path, host or scheme. Without their removal,
 * a caller bypasses `allowedOperations`.
 *
 * The gateway removes names. A list of headers that may pass would be shorter, and would break every API with headers of its own
 * (`x-api-key`, `idempotency-key`, `x-amz-*`). VirtualServices cannot remove headers by a pattern.
 */
export const OVERRIDE_HEADERS: readonly string[] = [...METHOD, ...PATH, ...HOST, ...SCHEME, ...FILE].sort();
