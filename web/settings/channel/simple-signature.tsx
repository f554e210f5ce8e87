import { type Ref, useImperativeHandle, useState } from 'react'
import { maxSignatureImageBytes, type SignatureToken } from '../../../shared/signature.ts'
import { EditorArea, useDraftEditor } from '../../composer/editor.tsx'
import { signatureMarks } from '../../composer/signature-marks.ts'
import { signatureNodes, withChips, withoutChips } from '../../composer/signature-nodes.ts'
import { ApiProblem, api } from '../../data/api.ts'
import { t } from '../../labels/labels.ts'
import { SignatureToolbar } from './signature-toolbar.tsx'
import styles from './team-signature.module.css'

/** What *Insert token* does, whichever editor is there. */
export type SignatureHandle = { insertToken: (token: SignatureToken) => void }

export type SignatureEditorProps = { html: string; handle: Ref<SignatureHandle>; onChange: (html: string) => void }

const extensions = [...signatureNodes, ...signatureMarks]

/** *Simple*: the signature as it will be read, tokens as chips. Loaded with the editor, on first use. */
export function SimpleSignature({ html, handle, onChange }: SignatureEditorProps) {
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
    extensions,
    onChange: (words) => {
      const kept = withoutChips(words.html)
      setWritten(kept)
      onChange(kept)
    },
  })
  useImperativeHandle(handle, () => ({
    insertToken: (token) => editor.chain().focus().insertContent({ type: 'token', attrs: { token } }).run(),
  }))
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
      <div className={styles.text}>
        <EditorArea editor={editor} isResting={false} />
      </div>
      {problem && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      <div className={styles.foot}>
        <SignatureToolbar editor={editor} onPicture={(file) => void insertPicture(file)} />
      </div>
    </>
  )
}
