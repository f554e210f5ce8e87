/** The address without the blanks and controls that browsers skip and filters do not; null when it leads nowhere good. */
export function linkAddress(href: string): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  const bare = href.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060\ufeff]/g, '').trim()
  return /^(?:https?:\/\/[^/\s]|mailto:|tel:)/i.test(bare) ? bare : null
}

/**
 * The address of a picture on the web, written so that it stands safely within quotes in CSS and in an attribute; null for
 * what is none. It is kept, never fetched before somebody asks for it.
 */
export function pictureAddress(src: string): string | null {
  const bare = src.trim()
  const address = linkAddress(bare.startsWith('//') ? `https:${bare}` : bare)
  if (address === null || !/^https?:/i.test(address) || address.length > 4_000 || !URL.canParse(address)) return null
  return new URL(address).href.replace(/["'()\\<>]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}
