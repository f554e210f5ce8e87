/** A node of the editor's document, as far as the text needs it. */
export type EditorNode = {
  type?: string
  text?: string
  attrs?: Record<string, unknown>
  marks?: { type: string; attrs?: Record<string, unknown> }[]
  content?: EditorNode[]
}

/**
 * The document as the plain text that goes beside the HTML: a blank line between paragraphs, `- ` and `1. ` before items,
 * `> ` before quoted lines, the address of a link in brackets behind its words.
 */
export function plainTextOf(doc: EditorNode): string {
  return blocks(doc.content ?? []).trim()
}

function blocks(nodes: EditorNode[]): string {
  return nodes.map(block).join('\n\n')
}

function block(node: EditorNode): string {
  const children = node.content ?? []
  switch (node.type) {
    case 'bulletList':
      return children.map((item) => hang('- ', items(item))).join('\n')
    case 'orderedList': {
      const start = Number(node.attrs?.start ?? 1)
      return children.map((item, index) => hang(`${start + index}. `, items(item))).join('\n')
    }
    case 'blockquote':
      return blocks(children)
        .split('\n')
        .map((line) => `> ${line}`.trimEnd())
        .join('\n')
    default:
      return children.map(inline).join('')
  }
}

// Inside an item paragraphs stand close, so that a list stays one block.
function items(item: EditorNode): string {
  return (item.content ?? []).map(block).join('\n')
}

function hang(marker: string, text: string): string {
  return marker + text.replaceAll('\n', `\n${' '.repeat(marker.length)}`)
}

function inline(node: EditorNode): string {
  if (node.type === 'hardBreak') return '\n'
  const text = node.text ?? ''
  const href = node.marks?.find((mark) => mark.type === 'link')?.attrs?.href
  if (
    typeof href !== 'string' ||
    href === text ||
    href === `mailto:${text}` ||
    href.replace(/^https?:\/\//, '') === text
  )
    return text
  return `${text} (${href})`
}
