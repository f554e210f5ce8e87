import sanitizeHtml, { type Attributes, type IOptions, type Tag } from 'sanitize-html'
import { isSignatureElement, quoteKind } from './quote-elements.ts'
import { linkAddress, pictureAddress } from './remote-address.ts'
import { keepStyle } from './sanitise-style.ts'

/** Nesting beyond this says nothing to a reader and costs every walk over the tree. Browsers flatten at 512. */
const maxNesting = 200
/** Parsers are quadratic in the number of open elements: HTML that goes deeper is read as text (abuse-13). */
const maxOpenElements = 1_000
/** Characters of a `data:` picture that is kept in place. A logo; larger ones have no business in an attribute. */
const maxDataUrlChars = 200_000

const layoutAttributes = [
  'align',
  'valign',
  'width',
  'height',
  'bgcolor',
  'color',
  'dir',
  'lang',
  'title',
  'style',
  'class',
  'id',
]

/**
 * HTML of a stranger → HTML that can be shown in the sandboxed frame (law 7): an allow-list of elements, attributes and
 * style properties. No script, handler, form, frame, object, SVG, MathML, meta, base or style sheet. Links lead to http,
 * https, mailto and tel alone, and open outside. Nothing is fetched by showing it: a picture of the mail (`cid:`) becomes
 * `data-cid`, one on the web `data-remote`, one behind an element `data-background`, and only small `data:` pictures keep
 * their `src`. Quotes and signatures that mail programs mark are marked anew (`data-quote`, `data-signature`;
 * `quote-elements.ts`), so that they can be folded.
 *
 * `names`: the classes and ids that the mail's style sheets name (`sanitise-style-sheet.ts`); no other is kept.
 * Fed its own output it gives the same again (abuse-02).
 */
export function sanitiseHtml(html: string, names: ReadonlySet<string> = noNames): string {
  const text = html.replaceAll('\0', '')
  const transformTags = { '*': (tag: string, attributes: Attributes) => sanitiseTag(tag, attributes, names) }
  const once = (text: string) => sanitizeHtml(text, { ...options, transformTags }).trim()
  const clean = once(isNestedDeeper(text, maxOpenElements) ? withoutTags(text) : text)
  return mayHaveShifted(text) ? once(clean) : clean
}

/** Before the names of a mail, so that none of them is one of ours. */
export const namePrefix = 'm-'
const noNames: ReadonlySet<string> = new Set()

const options: IOptions = {
  allowedTags: [
    'a',
    'abbr',
    'address',
    'article',
    'aside',
    'b',
    'bdi',
    'bdo',
    'big',
    'blockquote',
    'br',
    'caption',
    'center',
    'cite',
    'code',
    'col',
    'colgroup',
    'dd',
    'del',
    'details',
    'dfn',
    'div',
    'dl',
    'dt',
    'em',
    'figcaption',
    'figure',
    'font',
    'footer',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'header',
    'hr',
    'i',
    'img',
    'ins',
    'kbd',
    'li',
    'main',
    'mark',
    'nav',
    'ol',
    'p',
    'pre',
    'q',
    's',
    'samp',
    'section',
    'small',
    'span',
    'strike',
    'strong',
    'sub',
    'summary',
    'sup',
    'table',
    'tbody',
    'td',
    'tfoot',
    'th',
    'thead',
    'time',
    'tr',
    'tt',
    'u',
    'ul',
    'var',
    'wbr',
  ],
  // Their content is no text either; everything else that is not allowed leaves its text behind: nothing is lost.
  nonTextTags: [
    'applet',
    'audio',
    'canvas',
    'embed',
    'frameset',
    'head',
    'iframe',
    'math',
    'noembed',
    'noframes',
    'noscript',
    'object',
    'option',
    'script',
    'style',
    'svg',
    'template',
    'textarea',
    'title',
    'video',
    'xml',
    'xmp',
  ],
  allowedAttributes: {
    '*': [...layoutAttributes, 'data-body', 'data-background', 'data-quote', 'data-signature'],
    a: ['href', 'name', 'target', 'rel'],
    blockquote: ['type'],
    img: ['alt', 'border', 'hspace', 'vspace', 'data-cid', 'data-remote', 'src'],
    table: ['border', 'cellpadding', 'cellspacing', 'summary'],
    td: ['colspan', 'rowspan', 'nowrap'],
    th: ['colspan', 'rowspan', 'nowrap', 'scope'],
    col: ['span'],
    colgroup: ['span'],
    font: ['face', 'size'],
    ol: ['start', 'type'],
    ul: ['type'],
    li: ['value', 'type'],
    details: ['open'],
    time: ['datetime'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['data'] },
  allowProtocolRelative: false,
  nestingLimit: maxNesting,
  // `style` is filtered by `keepStyle` in the transformer: the library's own filter cannot take functions apart.
  parseStyleAttributes: false,
  parser: { lowerCaseTags: true, lowerCaseAttributeNames: true, decodeEntities: true },
}

function sanitiseTag(tagName: string, attributes: Attributes, names: ReadonlySet<string>): Tag {
  const kept: Attributes = {}
  for (const [name, value] of Object.entries(attributes)) if (!rewritten.has(name)) kept[name] = value
  const isBody = tagName === 'body' || attributes['data-body'] !== undefined
  const written = attributes.style ?? ''
  const { style, background } = keepStyle(tagName === 'body' ? `${bodyStyle(attributes)}${written}` : written)
  if (style) kept.style = style
  const behind = background ?? pictureAddress(attributes.background ?? attributes['data-background'] ?? '')
  if (behind !== null) kept['data-background'] = behind
  keepNames(kept, attributes, names)
  const quote = quoteKind(tagName, attributes)
  if (quote !== null) kept['data-quote'] = quote
  else if (isSignatureElement(tagName, attributes)) kept['data-signature'] = ''
  if (isBody) kept['data-body'] = ''
  // The frame has a body of its own.
  if (tagName === 'body' || tagName === 'html' || tagName === 'signature') return { tagName: 'div', attribs: kept }
  if (tagName === 'a') return { tagName, attribs: sanitiseLink(kept) }
  if (tagName === 'img') return { tagName, attribs: sanitisePicture(kept) }
  return { tagName, attribs: kept }
}

/** What is not taken over as it is written. */
const rewritten: ReadonlySet<string> = new Set([
  'style',
  'class',
  'id',
  'background',
  'data-background',
  'data-body',
  'data-quote',
  'data-signature',
])

/** The colours of a body stand in attributes that no other element has. */
function bodyStyle({ bgcolor, text }: Attributes): string {
  return `${bgcolor ? `background-color:${bgcolor.replaceAll(';', '')};` : ''}${text ? `color:${text.replaceAll(';', '')};` : ''}`
}

function keepNames(kept: Attributes, attributes: Attributes, names: ReadonlySet<string>): void {
  if (names.size === 0) return
  const own = (name: string) => (names.has(name) ? [namePrefix + name] : names.has(unprefixed(name)) ? [name] : [])
  const classes = (attributes.class ?? '').slice(0, 500).split(/\s+/).flatMap(own)
  if (classes.length > 0) kept.class = [...new Set(classes)].join(' ')
  const [id] = own((attributes.id ?? '').trim())
  if (id !== undefined) kept.id = id
}

const unprefixed = (name: string) => (name.startsWith(namePrefix) ? name.slice(namePrefix.length) : '')

function sanitiseLink(attributes: Attributes): Attributes {
  const { href, target: _target, rel: _rel, name: _name, ...rest } = attributes
  const address = href === undefined ? null : linkAddress(href)
  return address === null ? rest : { ...rest, href: address, target: '_blank', rel: 'noopener noreferrer nofollow' }
}

function sanitisePicture(attributes: Attributes): Attributes {
  const { src, srcset: _srcset, 'data-cid': cid, 'data-remote': remote, ...rest } = attributes
  if (src === undefined) {
    if (cid !== undefined) return { ...rest, 'data-cid': cid }
    const address = pictureAddress(remote ?? '')
    return address === null ? rest : { ...rest, 'data-remote': address }
  }
  const bare = src.trim()
  if (/^cid:/i.test(bare)) return { ...rest, 'data-cid': contentIdOf(bare.slice(4)) }
  if (/^(?:https?:)?\/\//i.test(bare)) {
    const address = pictureAddress(bare)
    return address === null ? rest : { ...rest, 'data-remote': address }
  }
  const isSmall = bare.length <= maxDataUrlChars
  if (isSmall && /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+$/i.test(bare))
    return { ...rest, src: bare }
  return rest
}

function contentIdOf(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** They go with all that is in them, or are empty: what stands around them is read the same without them. */
const leavesNoTrace = new Set([...(options.nonTextTags ?? []), 'base', 'basefont', 'bgsound', 'link', 'meta', 'param'])
const allowed = new Set(options.allowedTags || [])

/**
 * Whether an element is taken out, or renamed, from among others that stay: what it kept apart then meets, and is read
 * otherwise the next time. `<p><o:p><p>` becomes `<p><p>`, which is two paragraphs beside each other (abuse-02).
 */
function mayHaveShifted(html: string): boolean {
  let hasKept = false
  for (const [, name = ''] of html.matchAll(/<([a-zA-Z][^\s/>]{0,40})/g)) {
    const lower = name.toLowerCase()
    if (allowed.has(lower)) hasKept = true
    else if (hasKept && !leavesNoTrace.has(lower)) return true
  }
  return false
}

/** Elements that hold nothing, or that a parser closes by itself: a run of them does not nest. */
const shallow = new Set(
  'area base br col dd dt embed hr img input li link meta option p param source tbody td tfoot th thead tr track wbr'.split(
    ' ',
  ),
)

/** Whether more elements than `max` are ever open at once. An estimate from above, in one linear pass. */
function isNestedDeeper(html: string, max: number): boolean {
  let open = 0
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})/g)) {
    if (shallow.has(name.toLowerCase())) continue
    open = slash ? Math.max(0, open - 1) : open + 1
    if (open > max) return true
  }
  return false
}

function withoutTags(html: string): string {
  return html.replace(/<[^<>]*>/g, ' ').replaceAll('<', '&lt;')
}
