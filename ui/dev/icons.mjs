// Writes src/look/icons.ts: the lucide drawings we use, as one sprite. A card shows up to five icons and a sheet holds
// 600 cards; `<use>` of a shared symbol costs one element, a component per icon costs a mount each.
import { readFileSync, writeFileSync } from 'node:fs'

const OURS = {
  sheet: 'calendar-days', attention: 'inbox', team: 'users', services: 'flower-2', customers: 'contact', messages: 'message-square',
  settings: 'settings', find: 'search', left: 'chevron-left', right: 'chevron-right', down: 'chevron-down', plus: 'plus', minus: 'minus', check: 'check',
  arrived: 'user-check', noshow: 'user-x', unassigned: 'user-x', pin: 'pin', woman: 'venus', man: 'mars', couple: 'blend', note: 'sticky-note',
  timer: 'timer', coffee: 'coffee', busy: 'calendar-clock', training: 'graduation-cap', clock: 'clock', arrow: 'arrow-right', shuffle: 'shuffle',
  phone: 'phone', undo: 'undo-2', redo: 'redo-2', warn: 'triangle-alert', disk: 'hard-drive', cloud: 'cloud', cloudoff: 'cloud-off', history: 'rotate-ccw-clock', x: 'x',
  bell: 'bell', columns: 'columns-3', send: 'send', brush: 'paintbrush', eraser: 'eraser', vacation: 'tree-palm', hourglass: 'hourglass',
  room: 'door-open', move: 'move-horizontal', pencil: 'pencil', scale: 'scale', more: 'ellipsis', user: 'user', userplus: 'user-plus',
  mail: 'mail-question-mark', off: 'calendar-off', calendar: 'calendar', sun: 'sun', moon: 'moon', printer: 'printer', trash: 'trash', copy: 'copy',
  lock: 'lock', keyboard: 'keyboard', upload: 'upload', external: 'external-link', walkin: 'zap', up: 'chevron-up', grip: 'grip-vertical', saving: 'refresh-cw', ban: 'ban',
}

const node = (file) => {
  const text = readFileSync(new URL(`../node_modules/@lucide/svelte/dist/icons/${file}.svelte`, import.meta.url), 'utf8')
  return JSON.parse(text.match(/const iconData = (\{.*\});/)[1]).node
}
const element = ([tag, attributes]) => `<${tag} ${Object.entries(attributes).map(([k, v]) => `${k}="${v}"`).join(' ')}/>`
const lines = Object.entries(OURS).map(([name, file]) => `  ${name}: '${node(file).map(element).join('')}',`)
writeFileSync(new URL('../src/look/icons.ts', import.meta.url),
  `// Written by dev/icons.mjs from @lucide/svelte (ISC): the drawings of our icons. Do not edit.\nexport const ICONS = {\n${lines.join('\n')}\n} as const\n\nexport type IconName = keyof typeof ICONS\n`)
