/** Where the bytes of a file are: in the store, so that a large one is not copied, or at hand. */
export type FileSource = { path: string } | Uint8Array

/** `thumb` for the file's chip, `page` to be looked at. */
export type DrawSize = 'thumb' | 'page'

/** `key`: the same for the same bytes, where one process should draw it all; else of its own. */
export type DrawTask = FileTask | AvatarTask | MailPictureTask

/** A file that came with a mail. */
export type FileTask = {
  kind: 'picture' | 'pdf'
  key: string
  source: FileSource
  /** from 1 */
  page: number
  size: DrawSize
}

/** A person's picture of himself. */
export type AvatarTask = { kind: 'avatar'; key: string; source: Uint8Array }

/** A picture that a mail names on the web. `maxSide`: pixels */
export type MailPictureTask = { kind: 'mail-picture'; key: string; source: Uint8Array; maxSide: number }

/** A picture that we made: WebP, and nothing of what the file carried besides. */
export type Drawing = {
  bytes: Uint8Array
  width: number
  height: number
  /** Of a PDF; 1 for a picture. */
  pageCount: number
  /** The words of a PDF's page, in the order of the file. */
  text: string
}

/** Why a file is not drawn. */
export type NotDrawn = 'protected' | 'tooLarge' | 'tooSlow' | 'broken' | 'noSuchPage'

export type DrawAnswer = { drawing: Drawing } | { notDrawn: NotDrawn; isSpoiled?: true }
