import { KeySquare, Smartphone } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { api } from '../../data/api.ts'
import type { FactorAdded, Security } from '../../data/types.ts'
import { longDate } from '../../labels/format.ts'
import { t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import table from '../../ui/table.module.css'
import { showToast } from '../../ui/toast.tsx'
import { AppSetup } from './app-setup.tsx'
import { PasswordDialog } from './password-dialog.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { Section } from './section.tsx'
import styles from './security.module.css'
import { useRefreshSecurity } from './use-refresh-security.ts'

type Step = 'setUp' | 'turnOff' | 'newCodes' | { codes: string[] } | null

/** The authenticator app and the recovery codes. */
export function FactorsSection({ security }: { security: Security }) {
  const { totpSince, recoveryCodesLeft, passkeys } = security
  const [step, setStep] = useState<Step>(null)
  const hasFactor = totpSince !== null || passkeys.length > 0
  return (
    <Section title={t('security.factors')} lead={t('security.factorsLead')}>
      <ul className={styles.rows}>
        <Row
          icon={<Smartphone size={18} strokeWidth={1.75} aria-hidden />}
          name={t('security.app')}
          text={totpSince ? t('security.appOn', { date: longDate(totpSince) }) : t('security.appOff')}
        >
          <Button onClick={() => setStep('setUp')}>{t(totpSince ? 'security.replaceApp' : 'security.setUpApp')}</Button>
          {totpSince && <Button onClick={() => setStep('turnOff')}>{t('security.turnOff')}</Button>}
        </Row>
        <Row
          icon={<KeySquare size={18} strokeWidth={1.75} aria-hidden />}
          name={t('security.recoveryCodes')}
          text={
            hasFactor
              ? `${t('security.codesLeft', { count: recoveryCodesLeft })}. ${t('security.codesLead')}`
              : t('security.noCodes')
          }
        >
          {hasFactor && <Button onClick={() => setStep('newCodes')}>{t('security.newCodes')}</Button>}
        </Row>
      </ul>
      <StepDialog step={step} onStep={setStep} />
    </Section>
  )
}

function StepDialog({ step, onStep }: { step: Step; onStep: (step: Step) => void }) {
  const refresh = useRefreshSecurity()
  const close = () => onStep(null)
  const added = ({ recoveryCodes }: FactorAdded) => {
    refresh()
    onStep(recoveryCodes && { codes: recoveryCodes })
  }
  if (step === null) return null
  if (typeof step === 'object') return <CodesDialog codes={step.codes} onClose={close} />
  switch (step) {
    case 'setUp':
      return (
        <Dialog title={t('security.setUpApp')} onClose={close}>
          <AppSetup onAdded={added} />
        </Dialog>
      )
    case 'turnOff':
      return (
        <PasswordDialog
          title={t('security.turnOffTitle')}
          text={t('security.turnOffText')}
          action={t('security.turnOff')}
          variant="danger"
          run={api.removeTotp}
          onDone={() => {
            refresh()
            close()
            showToast({ text: t('security.appIsOff') })
          }}
          onClose={close}
        />
      )
    case 'newCodes':
      return (
        <PasswordDialog
          title={t('security.newCodes')}
          text={t('security.newCodesText')}
          action={t('security.newCodes')}
          run={api.renewRecoveryCodes}
          onDone={added}
          onClose={close}
        />
      )
  }
}

export function CodesDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  return (
    <Dialog title={t('security.saveCodes')} onClose={onClose}>
      <RecoveryCodes codes={codes} onSaved={onClose} />
    </Dialog>
  )
}

type RowProps = { icon: ReactNode; name: ReactNode; text: ReactNode; children?: ReactNode }

/** A thing of the list, what there is to know of it, and its buttons. */
export function Row({ icon, name, text, children }: RowProps) {
  return (
    <li className={styles.row}>
      <span className={table.glyph}>{icon}</span>
      <div className={styles.words}>
        <div className={table.name}>{name}</div>
        <div className={table.sub}>{text}</div>
      </div>
      <div className={styles.acts}>{children}</div>
    </li>
  )
}
