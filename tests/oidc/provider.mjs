// Tests only: a real, strict provider of permissions (npm oidc-provider: PKCE S256, exact redirects but for the port, refresh tokens that are
// replaced at each use and noticed when used twice), with Google's scopes. Ours are only the page that asks, and /admin, where a test plays the person.
//   node provider.mjs        prints its address, serves until it is ended
import { createServer } from 'node:http'
import Provider from 'oidc-provider'

const SCOPES = ['calendar.calendarlist.readonly', 'calendar.events.readonly', 'calendar.events'].map((name) => `https://www.googleapis.com/auth/${name}`)
/** Scopes that the person leaves off, and how long an access token lasts. */
const person = { withholds: [], seconds: 3600 }
const grants = new Set()
const asked = { authorization_code: 0, refresh_token: 0, revoked: 0, refused: 0, tokens: [] }

const server = createServer()
await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
const issuer = `http://127.0.0.1:${server.address().port}`

const provider = new Provider(issuer, {
  clients: [{
    client_id: 'zamu.apps.googleusercontent.com', client_secret: 'not-confidential', application_type: 'native', token_endpoint_auth_method: 'client_secret_post',
    redirect_uris: ['http://127.0.0.1/'], grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'],
  }],
  scopes: SCOPES,
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false }, revocation: { enabled: true } },
  issueRefreshToken: () => true,
  rotateRefreshToken: () => true,
  ttl: { AccessToken: () => person.seconds, RefreshToken: 86_400, Grant: 86_400, Interaction: 600, Session: 600, AuthorizationCode: 60 },
  interactions: { url: (_ctx, interaction) => `/ask/${interaction.uid}` },
  findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
})
provider.on('grant.success', (ctx) => {
  asked[ctx.oidc.params.grant_type] += 1
  const id = ctx.oidc.entities.Grant?.jti ?? ctx.oidc.entities.AuthorizationCode?.grantId ?? ctx.oidc.entities.RefreshToken?.grantId
  if (id) grants.add(id)
})
provider.on('grant.revoked', () => { asked.revoked += 1 })
provider.on('grant.error', () => { asked.refused += 1 })
for (const kind of ['access_token', 'refresh_token']) provider.on(`${kind}.saved`, (token) => { asked.tokens.push(token.jti) })
const serve = provider.callback()

/** The page that asks, and what is answered on it. */
async function ask(request, response, [uid, answer]) {
  const { params } = await provider.interactionDetails(request, response)
  if (request.method === 'GET') {
    response.setHeader('content-type', 'text/html')
    return response.end(`<form method="post" action="/ask/${uid}/allow"><button>Allow ${params.scope}</button></form><form method="post" action="/ask/${uid}/deny"><button>No</button></form>`)
  }
  if (answer !== 'allow') return provider.interactionFinished(request, response, { error: 'access_denied', error_description: 'No' })
  const grant = new provider.Grant({ accountId: 'person', clientId: params.client_id })
  grant.addOIDCScope(params.scope.split(' ').filter((scope) => !person.withholds.includes(scope)).join(' '))
  grant.rejectOIDCScope(person.withholds.join(' '))
  const grantId = await grant.save()
  grants.add(grantId)
  return provider.interactionFinished(request, response, { login: { accountId: 'person' }, consent: { grantId } })
}

/** What a test does in the person's place: ends every permission, leaves a scope off, shortens tokens; and what was asked so far. */
async function admin(url, response) {
  if (url.pathname === '/admin/end') for (const id of grants) await (await provider.Grant.find(id))?.destroy()
  if (url.searchParams.has('withhold')) person.withholds = url.searchParams.getAll('withhold').filter(Boolean)
  if (url.searchParams.has('seconds')) person.seconds = Number(url.searchParams.get('seconds'))
  response.end(JSON.stringify(asked))
}

server.on('request', (request, response) => {
  const url = new URL(request.url, issuer)
  const [, first, ...rest] = url.pathname.split('/')
  if (first === 'ask') ask(request, response, rest).catch((why) => { response.statusCode = 500; response.end(String(why)) })
  else if (first === 'admin') admin(url, response).catch((why) => { response.statusCode = 500; response.end(String(why)) })
  else serve(request, response)
})
console.log(issuer)
