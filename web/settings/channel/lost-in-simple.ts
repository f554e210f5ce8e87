/** What *Simple* writes again as it reads it; a bare `div` becomes a paragraph, with all its words. */
const keptAttributes: Record<string, RegExp> = {
  a: /^(?:href|target|rel)$/,
  img: /^(?:data-cid|alt|width)$/,
  ol: /^(?:start|type)$/,
  font: /^color$/,
}
const keptElements = /^(?:p|div|br|b|strong|i|em|u|a|ul|ol|li|blockquote|span|img|font)$/

/** Whether a signature's HTML holds what *Simple* cannot keep: tables, headings, sizes, pictures from the web. Pure. */
export function isLostInSimple(html: string): boolean {
  for (const [, name = '', attributes = ''] of html.matchAll(
    /<([a-z][a-z0-9]{0,20})((?:"[^"]*"|'[^']*'|[^<>"'])*)>/gi,
  )) {
    const element = name.toLowerCase()
    if (!keptElements.test(element)) return true
    if (element === 'img' && !/\sdata-cid=/i.test(attributes)) return true
    for (const [, attribute = '', quoted, other] of attributes.matchAll(
      /([a-z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?/gi,
    )) {
      const isKept =
        keptAttributes[element]?.test(attribute.toLowerCase()) || isKeptStyle(attribute, quoted ?? other ?? '')
      if (!isKept) return true
    }
  }
  return false
}

function isKeptStyle(attribute: string, value: string): boolean {
  if (attribute.toLowerCase() !== 'style') return false
  return value.split(';').every((one) => /^\s*(?:color\s*:.*|text-decoration\s*:\s*underline\s*)?$/i.test(one))
}
