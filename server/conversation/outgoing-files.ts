import type { OutgoingAttachment } from '../mail/compose-mail.ts'
import type { FileStore } from '../platform/files.ts'
import type { OutgoingRow } from './delivery-store.ts'
import { contentIdOf } from './signature.ts'

/** What goes with a mail: its files, and the pictures that its signature shows. */
export async function readOutgoingFiles(files: FileStore, row: OutgoingRow): Promise<OutgoingAttachment[]> {
  const attached = row.attachments.map(async (file) => ({
    filename: file.name,
    contentType: file.mediaType,
    content: await files.read(file.storageKey),
  }))
  const shown = row.signatureImages.map(async (image, index) => ({
    filename: `signature-${index + 1}.${image.mediaType.split('/')[1]}`,
    contentType: image.mediaType,
    content: await files.read(image.storageKey),
    contentId: contentIdOf(image.id),
  }))
  return Promise.all([...attached, ...shown])
}
