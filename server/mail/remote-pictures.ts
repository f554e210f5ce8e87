/** As the two sanitisers write what is to be fetched: attributes of elements, and rules of style sheets. */
const inHtml = / data-(remote|background)="([^"]*)"/g
const inStyle = /background-image:url\("([^"]*)"\)/g

/** Tags alone, never what the mail says. In sanitised HTML no `<` or `>` stands within an attribute. */
export function replaceInTags(html: string, replace: (tag: string) => string): string {
  return html.replace(/<[a-z][^<>]*>/g, replace)
}

/** Whether showing all of a mail's pictures would ask somebody on the web. */
export function hasRemotePictures(html: string, style: string): boolean {
  return remotePictures(html, style).length > 0
}

/** The addresses of a mail's pictures on the web, in a fixed order: a link to one names its place here. */
export function remotePictures(html: string, style: string): string[] {
  const addresses: string[] = []
  const collect = (address: string) => {
    addresses.push(address)
    return ''
  }
  replaceRemotePictures(html, style, collect)
  return addresses
}

/**
 * The same mail with its pictures on the web fetched from where `source` says; '' leaves the picture out. What lies behind
 * elements is told in further rules.
 */
export function replaceRemotePictures(
  html: string,
  style: string,
  source: (address: string, place: number) => string,
): { html: string; style: string } {
  let place = 0
  const behind: string[] = []
  const replaceOne = (_: string, kind: string, written: string) => {
    const own = place++
    const from = source(written.replaceAll('&amp;', '&'), own)
    if (from === '') return ''
    if (kind === 'remote') return ` src="${from}"`
    behind.push(`[data-background="${own}"]{background-image:url("${from}")!important}`)
    return ` data-background="${own}"`
  }
  const newHtml = replaceInTags(html, (tag) => tag.replace(inHtml, replaceOne))
  const newStyle = style.replace(inStyle, (_, written: string) => {
    const from = source(written, place++)
    return from === '' ? '' : `background-image:url("${from}")`
  })
  return { html: newHtml, style: [newStyle, ...behind].filter((part) => part !== '').join('\n') }
}
