// Measures the grid on 60 columns x 600 rows in chromium, on the fake core: first paint, one change to paint, drag frames. node dev/speed.mjs [base]
import { chromium } from 'playwright-core'

const base = process.argv[2] ?? 'http://localhost:5199/'
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'] })
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
await page.goto(`${base}?big&theme=light`)
await page.waitForSelector('[data-row="x0-0"]')
await page.waitForTimeout(800)
const painted = () => page.evaluate(async () => {
  const paint = () => new Promise((done) => requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = done; channel.port2.postMessage(0) }))
  const { take, sheet } = window.zamuDev
  const reading = sheet.reading
  const p95 = (times) => times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)].toFixed(1)
  const first = []
  for (let i = 0; i < 3; i++) {
    sheet.columns = []
    await paint()
    const from = performance.now()
    take(sheet, { ...reading })
    await paint()
    first.push(performance.now() - from)
  }
  const changes = []
  let rows = reading.rows
  for (let i = 0; i < 40; i++) {
    const k = (i * 13) % rows.length
    const [from, to] = [rows[k].seats[0].staff, `p${(i * 7) % 60}`]
    rows = rows.map((row, j) => (j === k ? { ...row, staff: [to], seats: [{ ...row.seats[0], staff: to }] } : row))
    void from
    const fresh = structuredClone({ ...reading, rows })
    const begun = performance.now()
    take(sheet, fresh)
    await paint()
    changes.push(performance.now() - begun)
  }
  take(sheet, reading)
  await paint()
  return { first: Math.max(...first).toFixed(0), change: p95(changes) }
})
const { first, change } = await painted()
const box = await page.locator('[data-row="x4-3"]').boundingBox()
await page.evaluate(() => {
  window.frames_ = []
  window.long_ = 0
  new PerformanceObserver((list) => { window.long_ += list.getEntries().length }).observe({ type: 'longtask' })
  let last = performance.now()
  const tick = () => { const now = performance.now(); window.frames_.push(now - last); last = now; window.raf_ = requestAnimationFrame(tick) }
  requestAnimationFrame(tick)
})
await page.mouse.move(box.x + 30, box.y + 10)
await page.mouse.down()
for (let i = 0; i < 120; i++) { await page.mouse.move(box.x + 30 + i * 6, box.y + 10 + Math.sin(i / 9) * 120); }
const frames = await page.evaluate(() => { cancelAnimationFrame(window.raf_); const all = window.frames_.slice(5).sort((a, b) => a - b); return { p95: all[Math.floor(all.length * 0.95)].toFixed(1), worst: all.at(-1).toFixed(1), n: all.length, long: window.long_ } })
await page.keyboard.press('Escape')
console.log(`first paint ${first} ms · one change to paint p95 ${change} ms · drag frame p95 ${frames.p95} ms (worst ${frames.worst}, ${frames.n} frames, ${frames.long} long tasks)`)
await browser.close()
