// Tests only: a browser with a person in front of it. Follows redirects with cookies, and answers the page that asks.
//   node browser.mjs URL [allow|deny]
const [, , start, answer = 'allow'] = process.argv
const cookies = new Map()

async function visit(url, method = 'GET') {
  const response = await fetch(url, { method, redirect: 'manual', headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } })
  for (const line of response.headers.getSetCookie()) {
    const [pair] = line.split(';')
    cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
  }
  const next = response.headers.get('location')
  if (next) return visit(new URL(next, url))
  const page = await response.text()
  const form = page.match(new RegExp(`action="([^"]*/${answer})"`))
  if (form && method === 'GET') return visit(new URL(form[1], url), 'POST')
  return page
}
console.log(await visit(start))
