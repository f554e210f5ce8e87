type BodyParts = {
  /** The address of the inline picture with this Content-ID; null where the mail has none. */
  inlinePicture(contentId: string): string | null
}

/** The stored HTML of a mail with what the frame adds: the addresses of its pictures. Pure. */
export function frameBody(html: string, { inlinePicture }: BodyParts): string {
  return html
    .replace(/ data-cid="([^"]*)"/g, (_, contentId: string) => {
      const address = inlinePicture(contentId)
      return address === null ? '' : ` src="${address}"`
    })
    .replace(/ data-remote="[^"]*"/g, '')
}
