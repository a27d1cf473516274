// Runs axe on every view of the window on the fake core, light and dark, English and Swahili: node dev/axe.mjs [base]. Exit 1 on any violation.
import { readFileSync } from 'node:fs'
import { chromium } from 'playwright-core'

const base = process.argv[2] ?? 'http://localhost:5199/'
const axe = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')
const go = (view) => async (page) => { await page.click(`[data-go=${view}]`); await page.waitForTimeout(250) }
const absent = async (page) => { await page.keyboard.press('Control+k'); await page.waitForTimeout(200); await page.keyboard.type('absence grace today'); await page.keyboard.press('Enter'); await page.waitForTimeout(400) }
const SCENES = {
  sheet: async () => {},
  detail: async (page) => { await page.click('.card[data-row=a7]'); await page.waitForTimeout(300) },
  edit: async (page) => { await page.click('.card[data-row=a7]'); await page.keyboard.press('e'); await page.waitForTimeout(200) },
  time: async (page) => { await page.click('.card[data-row=a7]'); await page.keyboard.press('m'); await page.waitForTimeout(300) },
  to: async (page) => { await page.click('.card[data-row=a7]'); await page.keyboard.press('t'); await page.waitForTimeout(300) },
  rooms: async (page) => { await page.keyboard.press('r'); await page.waitForTimeout(200) },
  booking: async (page) => { await page.keyboard.press('n'); await page.keyboard.type('Lucy'); await page.waitForTimeout(250); await page.keyboard.press('Tab'); await page.selectOption('#service', 'REF30'); await page.waitForTimeout(300) },
  preview: absent,
  absence: async (page) => { await page.keyboard.press('a'); await page.waitForTimeout(250) },
  temp: async (page) => { await page.keyboard.press('b'); await page.waitForTimeout(250) },
  allocate: async (page) => { await page.keyboard.press('l'); await page.waitForTimeout(300) },
  menu: async (page) => { await page.click('.card[data-row=a7]', { button: 'right' }); await page.waitForTimeout(200) },
  palette: async (page) => { await page.keyboard.press('Control+k'); await page.waitForTimeout(250) },
  find: async (page) => { await page.keyboard.press('/'); await page.waitForTimeout(150); await page.keyboard.type('Lucy'); await page.waitForTimeout(300) },
  keys: async (page) => { await page.keyboard.press('?'); await page.waitForTimeout(250) },
  attention: async (page) => { await absent(page); await page.keyboard.press('Enter'); await page.waitForTimeout(400); await go('attention')(page) },
  nothing: go('attention'),
  team: async (page) => { await go('team')(page); await page.click('[data-person=grace]'); await page.click('[data-do=add-override]'); await page.waitForTimeout(200) },
  newperson: async (page) => { await go('team')(page); await page.click('[data-do=new-person]'); await page.waitForTimeout(200) },
  services: go('services'),
  room: async (page) => { await go('services')(page); await page.click('[data-room=r1]'); await page.waitForTimeout(200) },
  customers: go('customers'),
  import: async (page) => { await go('customers')(page); await page.click('[data-do=import]'); await page.waitForTimeout(200) },
  messages: async (page) => { await absent(page); await page.keyboard.press('Enter'); await page.waitForTimeout(400); await go('messages')(page) },
  settings: go('settings'),
}

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'] })
let bad = 0
async function check(name, query, scene) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
  const errors = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => { if (message.type() === 'error' && !message.text().includes('404')) errors.push(message.text()) })
  await page.goto(`${base}?${query}`)
  await page.waitForSelector('[data-ready=true]')
  await page.waitForTimeout(350)
  await scene(page).catch((error) => errors.push(error.message.split('\n')[0]))
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => window.axe.run(document))
  for (const violation of violations) {
    bad++
    console.log(`${name} [${query}] ${violation.id}: ${violation.help}`)
    for (const node of violation.nodes.slice(0, 4)) console.log(`    ${node.html.slice(0, 150)}\n      ${(node.failureSummary ?? '').split('\n').slice(1, 3).join(' ').slice(0, 220)}`)
  }
  for (const error of errors) { bad++; console.log(`${name} [${query}] ERROR ${error.slice(0, 300)}`) }
  await page.close()
}
for (const query of ['now=12:40&theme=light', 'now=08:20&theme=dark', 'now=12:40&theme=light&lang=sw']) {
  await Promise.all([0, 1, 2].map(async (lane) => { for (const [i, [name, scene]] of Object.entries(SCENES).entries()) if (i % 3 === lane) await check(name, query, scene) }))
  await check('start', `empty&${query}`, async () => {})
}
await browser.close()
console.log(bad ? `${bad} violations` : `axe: no violations in ${Object.keys(SCENES).length + 1} scenes x 3`)
process.exit(bad ? 1 : 0)
