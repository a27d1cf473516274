// Takes pictures of the window on the fake core: node dev/shot.mjs NAME [query] [WIDTHxHEIGHT] [steps…]. A step is key:K, click:SELECTOR,
// type:TEXT, wait:MS, drag:FROM>DX,DY. Pictures go to dev/shots (not committed).
import { mkdirSync } from 'node:fs'
import { chromium } from 'playwright-core'

const [name, query = '', size = '1440x900', ...steps] = process.argv.slice(2)
const [width, height] = size.split('x').map(Number)
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'] })
const page = await browser.newPage({ viewport: { width, height } })
page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) console.log(message.type(), message.text().slice(0, 400)) })
page.on('pageerror', (error) => console.log('PAGE', error.message, (error.stack ?? '').split('\n').slice(1, 4).join('|')))
await page.goto(`http://localhost:5199/?${query}`)
await page.waitForSelector('[data-ready=true]')
await page.waitForTimeout(500)
for (const step of steps) {
  const [kind, ...rest] = step.split(':')
  const what = rest.join(':')
  if (kind === 'key') await page.keyboard.press(what)
  else if (kind === 'click') await page.click(what, { timeout: 3000 })
  else if (kind === 'hover') await page.hover(what)
  else if (kind === 'type') await page.keyboard.type(what)
  else if (kind === 'wait') await page.waitForTimeout(Number(what))
  else if (kind === 'select') { const [selector, value] = what.split('='); await page.selectOption(selector, value) }
  else if (kind === 'drag') {
    const [from, by] = what.split('>')
    const box = await page.locator(from).first().boundingBox()
    const [dx, dy] = by.split(',').map(Number)
    await page.mouse.move(box.x + box.width / 2, box.y + 10)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width / 2 + dx / 2, box.y + 10 + dy / 2)
    await page.mouse.move(box.x + box.width / 2 + dx, box.y + 10 + dy, { steps: 4 })
    await page.waitForTimeout(200)
  } else if (kind === 'up') await page.mouse.up()
  await page.waitForTimeout(150)
}
await page.waitForTimeout(300)
mkdirSync('dev/shots', { recursive: true })
await page.screenshot({ path: `dev/shots/${name}.png` })
await browser.close()
