import { Image } from 'lucide-react'
import { useRef, useState } from 'react'
import { maxSignatureImageBytes } from '../../../shared/signature.ts'
import { EditorArea, useDraftEditor } from '../../composer/editor.tsx'
import { signatureNodes, withChips, withoutChips } from '../../composer/signature-nodes.ts'
import { Toolbar, type ToolbarHandle } from '../../composer/toolbar.tsx'
import { ApiProblem, api } from '../../data/api.ts'
import { t } from '../../labels/labels.ts'
import { IconButton } from '../../ui/button.tsx'
import { InsertToken } from './insert-token.tsx'
import styles from './team-signature.module.css'

/** *Simple*: the signature as it will be read, tokens as chips. Loaded with the editor, on first use. */
export function SimpleSignature({ html, onChange }: { html: string; onChange: (html: string) => void }) {
  const toolbar = useRef<ToolbarHandle>(null)
  const picker = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState<string | null>(null)
  // What comes from elsewhere (*Cancel*, what the server kept) is taken over; what was typed here is here already.
  const [written, setWritten] = useState(html)
  const [revision, setRevision] = useState(0)
  if (html !== written) {
    setWritten(html)
    setRevision(revision + 1)
  }
  const editor = useDraftEditor({
    label: t('signature.team'),
    hint: t('signature.hint'),
    html: withChips(html),
    revision,
    isEditable: true,
    extensions: signatureNodes,
    onChange: (words) => {
      const kept = withoutChips(words.html)
      setWritten(kept)
      onChange(kept)
    },
  })
  const insertPicture = async (file: File) => {
    setProblem(file.size > maxSignatureImageBytes ? t('signature.imageTooLarge') : null)
    if (file.size > maxSignatureImageBytes) return
    try {
      const { id } = await api.uploadSignatureImage(file)
      const attrs = { cid: `signature-${id}`, alt: file.name.replace(/\.\w+$/, '') }
      editor.chain().focus().insertContent({ type: 'picture', attrs }).run()
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      setProblem(t('signature.imageFailed'))
    }
  }
  return (
    <>
      <div className={styles.tokens}>
        <InsertToken
          onInsert={(token) => editor.chain().focus().insertContent({ type: 'token', attrs: { token } }).run()}
        />
      </div>
      <div className={styles.text}>
        <EditorArea editor={editor} isResting={false} />
      </div>
      {problem && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      <div className={styles.foot}>
        <Toolbar editor={editor} handle={toolbar} />
        <IconButton label={t('signature.image')} icon={Image} iconSize={16} onClick={() => picker.current?.click()} />
        <input
          ref={picker}
          type="file"
          hidden
          aria-label={t('signature.image')}
          accept="image/png,image/jpeg,image/gif,image/webp"
          onChange={(event) => {
            const [file] = event.target.files ?? []
            if (file) void insertPicture(file)
            event.target.value = ''
          }}
        />
      </div>
    </>
  )
}
