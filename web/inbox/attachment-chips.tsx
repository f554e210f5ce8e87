import { lazy, Suspense, useState } from 'react'
import type { AttachmentItem } from '../data/types.ts'
import { FileChips } from './file-chips.tsx'

// Most mails are read without opening a file.
const FileViewer = lazy(() => import('./viewer/file-viewer.tsx').then((module) => ({ default: module.FileViewer })))

/** The files of a message: each is looked at where that is possible, and downloaded. */
export function AttachmentChips({ attachments }: { attachments: AttachmentItem[] }) {
  const [openAt, setOpenAt] = useState<number | null>(null)
  const files = attachments.map((file) => ({ ...file, part: null }))
  return (
    <>
      <FileChips files={files} onOpen={setOpenAt} />
      {openAt !== null && (
        <Suspense>
          <FileViewer files={files} first={openAt} onClose={() => setOpenAt(null)} />
        </Suspense>
      )}
    </>
  )
}
