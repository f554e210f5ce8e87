import { isMailAddress } from '../../shared/mail-address.ts'

/**
 * What a person typed as the target of a link, made whole: `solvik.example` gets https, an address gets mailto. Null for
 * what is no address of the web, mail or telephone, such as a `javascript:` one.
 */
export function linkAddressFrom(typed: string): string | null {
  const text = typed.trim()
  if (isMailAddress(text)) return `mailto:${text}`
  const withScheme = /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(text) ? text : `https://${text}`
  if (!URL.canParse(withScheme)) return null
  const url = new URL(withScheme)
  if (url.protocol === 'mailto:' || url.protocol === 'tel:') return url.pathname ? url.href : null
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:'
  return isWeb && (url.hostname.includes('.') || url.hostname === 'localhost' || url.hostname.startsWith('['))
    ? url.href
    : null
}
