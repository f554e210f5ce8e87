import { escapeHtml } from '../../mail/escape-html.ts'
import { markLinks } from '../../mail/link-marks.ts'
import { lookOf, type MailLook, readableOnDark, styleFor } from '../../mail/mail-look.ts'
import { replaceInTags, replaceRemotePictures } from '../../mail/remote-pictures.ts'
import { foldedBody } from './frame-folds.ts'
import { type FrameLanguage, frameWords } from './frame-words.ts'

export type FrameTheme = 'light' | 'dark'

type BodyParts = {
  theme: FrameTheme
  language: FrameLanguage
  /** Quotes and signatures fold in their place. */
  isFolded: boolean
  /** The address of the inline picture with this Content-ID; null where the mail has none. */
  inlinePicture(contentId: string): string | null
  /** The address through which the picture on the web at this place comes; null while nobody asked to see it. */
  remotePicture: ((place: number) => string) | null
}

export type FrameBody = { html: string; style: string; look: MailLook; theme: FrameTheme }

/**
 * The stored HTML and style of a mail as its page shows them: with the addresses of its pictures, in the colours of the
 * theme, and with a mark at every link that says another address than it leads to. Pure.
 */
export function frameBody(stored: { html: string; style: string }, parts: BodyParts): FrameBody {
  const look = lookOf(stored.html, stored.style)
  const theme = look === 'designed' ? 'light' : parts.theme
  const { remotePicture } = parts
  const { html: written } = stored
  const pictured = replaceRemotePictures(
    remotePicture ? written : withoutBlocked(written),
    stored.style,
    (_, place) => remotePicture?.(place) ?? '',
  )
  const { html, style } =
    look === 'letter' && theme === 'dark' ? readableOnDark(pictured.html, pictured.style) : pictured
  const withInline = replaceInTags(html, (tag) =>
    tag.replace(/ data-cid="([^"]*)"/, (_, contentId: string) => {
      const address = parts.inlinePicture(contentId)
      return address === null ? '' : ` src="${address}"`
    }),
  )
  const { leadsTo } = frameWords[parts.language]
  // After the pictures, which are found by their place in the stored HTML: folds write some tags twice.
  const inParts = parts.isFolded ? foldedBody(withInline, parts.language) : withInline
  const body = markLinks(inParts, (host) => linkMark(leadsTo(host), theme))
  return { html: wrapped(body), style: styleFor(style, theme), look, theme }
}

/**
 * Pictures that nobody asked to see, as what they are said to show. Browsers would draw torn paper in their place; one
 * without a word, as those that only count readers, is left out.
 */
function withoutBlocked(html: string): string {
  return html.replace(/<img\b[^<>]* data-remote="[^<>]*>/g, (tag) => {
    const alt = (/ alt="([^"]*)"/.exec(tag)?.[1] ?? '').trim()
    return alt === '' ? '' : `<span role="img" aria-label="${alt}" class="blocked">${alt}</span>`
  })
}

/** One element around all of it: what the mail's style calls its body, unless the mail brought one. */
function wrapped(html: string): string {
  return html.includes(' data-body') ? `<div>${html}</div>` : `<div data-body>${html}</div>`
}

/** Nothing that the mail's own style says reaches it. */
function linkMark(text: string, theme: FrameTheme): string {
  const colours = theme === 'dark' ? 'background:#3a1c20;color:#ffaeb2' : 'background:#ffe4e5;color:#99212d'
  const style = `all:initial;${colours};display:inline-block;font:600 12px/16px system-ui,sans-serif;margin:0 4px;padding:1px 6px;border-radius:4px`
  return ` <span role="note" style="${style.replaceAll(';', '!important;')}!important">⚠ ${escapeHtml(text)}</span>`
}
