import { Globe } from 'lucide-react'
import type { ReactNode } from 'react'
import { type Language, loadLanguage, t, useCurrentLanguage } from '../labels/labels.ts'
import { Mark } from '../ui/mark.tsx'
import styles from './auth-frame.module.css'
import { TwoBubbles } from './two-bubbles.tsx'

const languages: { code: Language; name: string }[] = [
  { code: 'en', name: 'English' },
  { code: 'nb', name: 'Norsk bokmål' },
]

/** What everybody outside sees around a form: the mark, the form, the choice of language, and the picture beside it. */
export function AuthFrame({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.page}>
      <div className={styles.left}>
        <div className={styles.brand}>
          <Mark height={23} />
          Samtale
        </div>
        <main className={styles.main}>
          <header>
            <h1 className={styles.title}>{title}</h1>
            {lead && <p className={styles.lead}>{lead}</p>}
          </header>
          {children}
        </main>
        <LanguageSwitch />
      </div>
      <div className={styles.right} aria-hidden="true">
        <TwoBubbles />
      </div>
    </div>
  )
}

function LanguageSwitch() {
  const current = useCurrentLanguage()
  return (
    <fieldset className={styles.languages}>
      <legend className="sr-only">{t('signIn.language')}</legend>
      <Globe size={14} strokeWidth={1.9} aria-hidden />
      {languages.map(({ code, name }) => (
        <button
          key={code}
          type="button"
          lang={code}
          className={styles.language}
          aria-pressed={code === current}
          onClick={() => void loadLanguage(code)}
        >
          {name}
        </button>
      ))}
    </fieldset>
  )
}
