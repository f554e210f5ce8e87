import { previewKind } from '../../shared/preview-kind.ts'
import { Problem } from '../../shared/problems.ts'
import type { MailParser, RawMail } from '../mail/mail-parser.ts'
import type { ParsedMail } from '../mail/parsed-mail.ts'
import { UnreadableMail } from '../mail/unreadable-mail.ts'
import { createByteCache } from '../platform/byte-cache.ts'
import type { FileStore } from '../platform/files.ts'
import { mediaTypeOf, type StoredFile } from './file-store.ts'

/** A file, or one within a mail that is a file. `part` is null for the file itself. */
export type OpenFile = {
  name: string
  mediaType: string
  size: number
  sha256: string
  source: RawMail
  part: string | null
}

export type AttachedMails = ReturnType<typeof createAttachedMails>

/** A mail in a mail in a mail is opened; what lies deeper can be downloaded. */
export const maxMailLevels = 3
/** A mail is asked for again for each of its files. */
const maxCachedBytes = 32 * 1024 * 1024

/** Opens mails that came attached to others, when somebody looks at them, with the reader's bounds of time and memory. */
export function createAttachedMails(files: FileStore, parser: MailParser) {
  const cache = createByteCache<ParsedMail>(maxCachedBytes)

  /**
   * The file that `part` names: places in attached mails from 0, one for each level.
   * @throws {Problem} `notFound`, or as `readMail`
   */
  async function openFile(file: StoredFile, part: string | null): Promise<OpenFile> {
    const { name, mediaType, size, sha256 } = file
    let opened: OpenFile = {
      name,
      mediaType,
      size,
      sha256,
      source: { path: files.pathOf(file.storageKey) },
      part: null,
    }
    for (const place of part?.split('.') ?? []) {
      opened = await openWithin(opened, await readMail(opened), Number(place))
    }
    return opened
  }

  /** @throws {Problem} `noPreview` for what is no mail or lies too deep, `previewBroken` */
  async function readMail(file: OpenFile): Promise<ParsedMail> {
    if (previewKind(file) !== 'mail' || levelOf(file) > maxMailLevels)
      throw new Problem('noPreview', { name: file.name })
    const known = cache.get(file.sha256)
    if (known) return known
    try {
      const mail = await parser.parse(file.source)
      cache.set(file.sha256, mail, file.size + mail.attachments.reduce((sum, { size }) => sum + size, 0))
      return mail
    } catch (error) {
      if (error instanceof UnreadableMail) throw new Problem('previewBroken', { name: file.name })
      throw error
    }
  }

  return { openFile, openWithin, readMail }
}

/** An attachment of a mail that is a file. @throws {Problem} `notFound` */
async function openWithin(file: OpenFile, mail: ParsedMail, place: number): Promise<OpenFile> {
  const attachment = mail.attachments[place]
  if (!attachment) throw new Problem('notFound')
  return {
    name: attachment.filename,
    mediaType: await mediaTypeOf(attachment.content, attachment.contentType),
    size: attachment.size,
    sha256: attachment.sha256,
    source: attachment.content,
    part: file.part === null ? String(place) : `${file.part}.${place}`,
  }
}

const levelOf = ({ part }: OpenFile) => (part === null ? 1 : part.split('.').length + 1)
