const reachable = 'a[aria-current], [tabindex="0"], a[href], button, input, [contenteditable="true"]'

/** Moves the focus to the next part of the page that carries `data-pane`, in the order of the document. */
export function focusNextPane(): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter((pane) => pane.checkVisibility())
  // The composer's pane lies within the conversation's: the innermost is where the person is.
  const at = panes.findLastIndex((pane) => pane.contains(document.activeElement))
  const next = panes[(at + 1) % panes.length]
  if (next?.hasAttribute('tabindex')) {
    next.focus()
    return
  }
  const candidates = [...(next?.querySelectorAll<HTMLElement>(reachable) ?? [])].filter((each) =>
    each.checkVisibility(),
  )
  const target = candidates.find((each) => each.matches('[aria-current], [contenteditable]')) ?? candidates[0]
  target?.focus()
}
