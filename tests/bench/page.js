// Runs in the page of the real window: does what a hand would do, through the page's own listeners, and takes the time.
// `paint` is the moment after the frame that shows a change; nothing of the page is replaced, its answers are only listened for.
window.bench = (() => {
  const invoke = (name, words) => window.__TAURI_INTERNALS__.invoke(name, words)
  const frame = () => new Promise((done) => requestAnimationFrame(done))
  const paint = () => new Promise((done) => requestAnimationFrame(() => {
    const channel = new MessageChannel()
    channel.port1.onmessage = done
    channel.port2.postMessage(0)
  }))
  const pause = (ms) => new Promise((done) => setTimeout(done, ms))
  const cards = () => [...document.querySelectorAll('.card[data-row]')]
  const columnOf = (id) => document.querySelector(`[data-column="${id}"]`)

  // When the last answer of each command came into the page.
  const answered = {}
  const { fetch } = window
  window.fetch = async (...words) => {
    const answer = await fetch(...words)
    answered[String(words[0]).split('/').pop()] = performance.now()
    return answer
  }

  const ground = () => document.querySelector('.scroller').getBoundingClientRect()
  const inside = (box) => {
    const all = ground()
    return box.left > all.left + 100 && box.right < all.right - 40 && box.top > all.top + 100 && box.bottom < all.bottom - 40
  }
  const middle = (box) => ({ x: box.left + box.width / 2, y: box.top + Math.min(10, box.height / 2) })
  const point = (on, type, { x, y }) => on.dispatchEvent(new PointerEvent(type, { bubbles: true, cancelable: true, pointerId: 1, button: 0, buttons: 1, clientX: x, clientY: y, isPrimary: true }))

  const until = (holds) => new Promise((done, fail) => {
    const given = setTimeout(() => { watch.disconnect(); fail(new Error('the change never came')) }, 8000)
    const look = () => { if (holds()) { watch.disconnect(); clearTimeout(given); done(performance.now()) } }
    const watch = new MutationObserver(look)
    watch.observe(document.body, { subtree: true, childList: true, attributes: true })
    look()
  })

  // The first visible row, counted on from `turn`, that somebody of a visible column can take.
  async function aChange(turn) {
    const seen = cards().filter((card) => inside(card.getBoundingClientRect()))
    for (let step = 0; step < seen.length; step++) {
      const card = seen[(turn * 17 + step) % seen.length]
      const { candidates } = await invoke('candidates', { appointment: card.dataset.row, seat: 0 })
      const to = candidates.find((each) => !each.code && !each.current && columnOf(each.staff) && inside({ ...boxOf(columnOf(each.staff)), top: 400, bottom: 400 }))
      if (to) return { card, to: to.staff }
    }
    throw new Error(`nobody in view can take one of the ${seen.length} rows in view`)
  }
  const boxOf = (element) => { const { left, right } = element.getBoundingClientRect(); return { left, right } }

  // Drags a row to another person; from letting go, and from the answer with the new sheet, until it is painted there.
  async function change(turn) {
    const { card, to } = await aChange(turn)
    const row = card.dataset.row
    const from = middle(card.getBoundingClientRect())
    const there = { x: middle(columnOf(to).getBoundingClientRect()).x, y: from.y }
    point(card, 'pointerdown', from)
    for (let step = 1; step <= 6; step++) {
      await frame()
      point(window, 'pointermove', { x: from.x + ((there.x - from.x) * step) / 6, y: from.y })
    }
    await pause(120)
    const begun = performance.now()
    point(window, 'pointerup', there)
    const drawn = await until(() => document.querySelector(`[data-column="${to}"] [data-row="${row}"]`))
    const came = answered.sheet_since
    await paint()
    const painted = performance.now()
    await pause(1200)
    return { whole: painted - begun, toAnswer: came - begun, drawing: drawn - came, paint: painted - came }
  }

  // A card in the hand over the visible grid, one move a frame; then it is let go of without doing.
  async function drag(frames) {
    const card = cards().find((each) => inside(each.getBoundingClientRect()))
    const all = ground()
    const from = middle(card.getBoundingClientRect())
    const [width, height] = [all.width - 260, all.height - 260]
    const over = (at) => ({ x: all.left + 130 + (width * (1 + Math.sin(at / 37))) / 2, y: all.top + 130 + (height * (1 + Math.sin(at / 23))) / 2 })
    point(card, 'pointerdown', from)
    point(window, 'pointermove', { x: from.x + 9, y: from.y + 9 })
    await pause(300)
    const [deltas, handled] = [[], []]
    let last = await frame()
    for (let at = 0; at < frames; at++) {
      const begun = performance.now()
      point(window, 'pointermove', over(at))
      handled.push(performance.now() - begun)
      const now = await frame()
      deltas.push(now - last)
      last = now
    }
    dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }))
    return { deltas, handled }
  }

  // From a click on `next` until the other day's 600 rows are painted.
  async function otherDay(button, mark) {
    const begun = performance.now()
    document.querySelector(button).click()
    await until(() => document.querySelector(`.card[data-row^="${mark}"]`))
    await paint()
    return { whole: performance.now() - begun, paint: performance.now() - answered.sheet_since }
  }

  async function trips(name, words) {
    const took = []
    for (const each of words) {
      const begun = performance.now()
      await invoke(name, each)
      took.push(performance.now() - begun)
      await pause(30)
    }
    return took
  }

  // Wall-clock moments, to be compared between windows of one machine.
  const now = () => performance.timeOrigin + performance.now()

  // Asks for a booking; the moment before.
  async function asked(line) {
    const at = now()
    const outcome = await invoke('perform', { line })
    if (outcome.outcome !== 'done') throw new Error(JSON.stringify(outcome))
    return at
  }

  // The moment when a card that says this is painted.
  async function shown(words) {
    await until(() => cards().some((card) => card.textContent.includes(words)))
    await paint()
    return now()
  }

  return { asked, change, drag, otherDay, shown, trips }
})()
