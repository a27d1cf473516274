// The live region: what just happened, for people who do not see the grid.

class Said {
  text = $state('')
}

export const said = new Said()

/** A trailing space that comes and goes makes a repeated sentence a new one to a screen reader. */
export function say(text: string): void {
  said.text = said.text === text ? `${text} ` : text
}
