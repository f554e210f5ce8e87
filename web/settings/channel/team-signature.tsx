import { CircleAlert } from 'lucide-react'
import { lazy, Suspense, useImperativeHandle, useLayoutEffect, useRef } from 'react'
import { ApiProblem } from '../../data/api.ts'
import { t } from '../../labels/labels.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Note } from '../../ui/note.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { refusalText } from '../inboxes/mutation-problem.ts'
import type { ChannelSection } from './channel-form.ts'
import { InsertToken } from './insert-token.tsx'
import { isLostInSimple } from './lost-in-simple.ts'
import type { SignatureEditorProps, SignatureHandle } from './simple-signature.tsx'
import styles from './team-signature.module.css'

const SimpleSignature = lazy(() =>
  import('./simple-signature.tsx').then((module) => ({ default: module.SimpleSignature })),
)

/** *Add team signature* (S20): what closes each mail that is sent from the inbox. */
export function TeamSignature({ form: { signature }, problem, onEdit }: ChannelSection) {
  const editor = useRef<SignatureHandle>(null)
  const edit = (change: Partial<typeof signature>) => onEdit({ signature: { ...signature, ...change } })
  const isAboutIt = problem instanceof ApiProblem && problem.errors.some((one) => one.in === 'signature')
  return (
    <div className={styles.signature}>
      <Checkbox
        label={t('signature.add')}
        hint={t('signature.onlyInbox')}
        isChecked={signature.isOn}
        onChange={(isOn) => edit({ isOn })}
      />
      {signature.isOn && (
        <div className={styles.frame}>
          <Tabs
            look="switch"
            label={t('signature.mode')}
            tabs={[
              { id: 'simple', label: t('signature.simple') },
              { id: 'html', label: t('signature.html') },
            ]}
            active={signature.mode}
            onSelect={(mode) => edit({ mode })}
            end={<InsertToken onInsert={(token) => editor.current?.insertToken(token)} />}
          >
            {signature.mode === 'simple' ? (
              <>
                {isLostInSimple(signature.html) && (
                  <div className={styles.warning}>
                    <Note icon={CircleAlert} role="status">
                      {t('signature.lostInSimple')}
                    </Note>
                  </div>
                )}
                <Suspense fallback={<div className={styles.waiting} />}>
                  <SimpleSignature html={signature.html} handle={editor} onChange={(html) => edit({ html })} />
                </Suspense>
              </>
            ) : (
              <HtmlSignature html={signature.html} handle={editor} onChange={(html) => edit({ html })} />
            )}
          </Tabs>
        </div>
      )}
      {isAboutIt && (
        <p role="alert" className={styles.problem}>
          {refusalText(problem)}
        </p>
      )}
    </div>
  )
}

function HtmlSignature({ html, handle, onChange }: SignatureEditorProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  /** Where it belongs once the token is written. */
  const caret = useRef<number | null>(null)
  useImperativeHandle(handle, () => ({
    insertToken(token) {
      const area = field.current
      if (!area) return
      const written = `{{${token}}}`
      caret.current = area.selectionStart + written.length
      onChange(`${html.slice(0, area.selectionStart)}${written}${html.slice(area.selectionEnd)}`)
      // The menu gives the focus back to its button first; one goes on writing behind the token.
      requestAnimationFrame(() => area.focus())
    },
  }))
  useLayoutEffect(() => {
    if (caret.current !== null) field.current?.setSelectionRange(caret.current, caret.current)
    caret.current = null
  })
  return (
    <textarea
      ref={field}
      className={styles.source}
      aria-label={t('signature.team')}
      spellCheck={false}
      rows={8}
      maxLength={50_000}
      value={html}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}
