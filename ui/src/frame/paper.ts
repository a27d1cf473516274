// Power fails: the sheet on paper, the same page as `zamu sheet --html`.
import { toast } from 'svelte-sonner'
import * as desk from '../desk'
import { m } from '../paraglide/messages'
import { frame } from './frame.svelte'

export async function printSheet(): Promise<void> {
  try {
    lay(await desk.printable(frame.date))
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
    await desk.printPage().catch(() => window.print())
  } catch (error) {
    toast.error(m.failed_title(), { description: desk.sentence(error) })
  }
}

/** Lays the page where only the printer sees it. It has a tree of its own: the window's styles do not reach it, nor its the window. */
function lay(page: string): void {
  const read = new DOMParser().parseFromString(page, 'text/html')
  const styles = new CSSStyleSheet()
  styles.replaceSync([...read.querySelectorAll('style')].map((style) => style.textContent).join('\n'))
  const paper = document.createElement('div')
  paper.className = read.body.className
  paper.lang = read.documentElement.lang
  paper.append(...read.body.childNodes)
  const area = document.querySelector('.print-area')
  if (!area) return
  const tree = area.shadowRoot ?? area.attachShadow({ mode: 'open' })
  tree.adoptedStyleSheets = [styles]
  tree.replaceChildren(paper)
}
