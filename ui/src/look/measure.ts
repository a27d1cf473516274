// Width of a text in the window's font, remembered: a sheet of 600 cards asks for the same few thousand texts again and again.

const widths = new Map<string, Map<string, number>>()
let canvas: CanvasRenderingContext2D | null = null

export function measure(text: string, font: string): number {
  let known = widths.get(font)
  if (!known) widths.set(font, (known = new Map()))
  let width = known.get(text)
  if (width === undefined) {
    canvas ??= document.createElement('canvas').getContext('2d')
    if (!canvas) return text.length * 6.2
    canvas.font = `${font} "Hanken Grotesk Variable"`
    width = canvas.measureText(text).width
    if (known.size > 20_000) known.clear()
    known.set(text, width)
  }
  return width
}

/** Before the font is there every width would be another font's. Never waits longer than it takes to notice. */
export async function fontReady(): Promise<void> {
  const loads = [400, 500, 600, 700].map((weight) => document.fonts.load(`${weight} 12px "Hanken Grotesk Variable"`, 'Aa'))
  await Promise.race([Promise.all(loads), new Promise((done) => setTimeout(done, 400))])
  widths.clear()
}
