// OURS, FOR DEVELOPMENT ONLY: stands in for @tauri-apps/api while the dev server runs, answering from fake-desk.ts.
// A build never contains it (see vite.config.ts).
import { sheet, take } from '../src/sheet/sheet.svelte'
import { answer, listeners } from './fake-desk'

// For dev/speed.mjs.
Object.assign(window, { zamuDev: { sheet, take } })

export async function invoke(command: string, args: Record<string, unknown> = {}): Promise<unknown> {
  await new Promise((done) => setTimeout(done, 4))
  return structuredClone(answer(command, args))
}

export async function listen(event: string, run: (event: { payload: unknown }) => void): Promise<() => void> {
  const all = (listeners[event] ??= [])
  all.push(run)
  return () => all.splice(all.indexOf(run), 1)
}
