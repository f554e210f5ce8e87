import { useMutation } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { api } from '../data/api.ts'
import { canOfferPasskeys, endOffer, PasskeyStopped, passkeySupport, signWithPasskey } from '../data/passkeys.ts'
import type { Session } from '../data/types.ts'
import { t } from '../labels/labels.ts'
import { Button } from '../ui/button.tsx'
import { FormNote, FormProblem } from './form-parts.tsx'
import styles from './sign-in.module.css'
import { useLetIn } from './use-enter.ts'

type PasskeyButtonProps = { variant?: 'primary' | 'secondary'; challenge?: string }

/** Signs in by passkey, where this page can have any. `challenge`: of who has given his password. */
export function PasskeyButton({ variant = 'secondary', challenge }: PasskeyButtonProps) {
  const letIn = useLetIn()
  const enter = useMutation({
    mutationFn: async () => api.signInByPasskey(await signWithPasskey(await api.passkeyRequest(challenge))),
    onSuccess: letIn,
  })
  if (passkeySupport() !== 'yes') return null
  const isStopped = enter.error instanceof PasskeyStopped
  return (
    <>
      <Button
        variant={variant}
        size="lg"
        icon={KeyRound}
        className={styles.passkey}
        isLoading={enter.isPending}
        onClick={() => enter.mutate()}
      >
        {t('signIn.withPasskey')}
      </Button>
      {isStopped ? <FormNote>{t('signIn.passkeyStopped')}</FormNote> : <FormProblem error={enter.error} />}
    </>
  )
}

/** Has the browser list passkeys in the address field, while the form is there. An offer that comes to nothing says nothing. */
export function usePasskeyOffer(): void {
  const letIn = useRef<(session: Session) => Promise<void>>(async () => {})
  letIn.current = useLetIn()
  useEffect(() => {
    let isGone = false
    const offer = async () => {
      if (!(await canOfferPasskeys()) || isGone) return
      const request = await api.passkeyRequest()
      if (isGone) return
      const assertion = await signWithPasskey(request, true)
      if (!isGone) await letIn.current(await api.signInByPasskey(assertion))
    }
    offer().catch(() => {})
    return () => {
      isGone = true
      endOffer()
    }
  }, [])
}
