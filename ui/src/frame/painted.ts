// A toast drawn in the same frame as the change it speaks of makes that frame twice as long: the change is shown first.

/** Longer than two frames take: a hidden window has none. */
const NO_FRAME = 100

/** Resolves when what was changed so far is on the screen: at the next frame it is drawn, at the one after it has been. */
export const painted = (): Promise<void> =>
  new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(() => done()))
    setTimeout(done, NO_FRAME)
  })
