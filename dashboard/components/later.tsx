/** What is asked for once the reader comes near: retention and consent, or why they did not come. */
import { useEffect, useRef } from 'preact/hooks'
import { answersFor } from '../questions.ts'
import { isNear, later, questionsLater } from '../state/store.ts'
import { Consent } from './consent.tsx'
import { Problem } from './problem.tsx'
import { Retention } from './retention.tsx'

/** `ready`: what stands above is there, so that nothing looks near only because the page is still short. */
export function Later({ ready }: { ready: boolean }) {
  const mark = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!ready) return
    const notice = (entries: IntersectionObserverEntry[]) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) isNear.value = true
    }
    const observer = new IntersectionObserver(notice, { rootMargin: '600px' })
    observer.observe(mark.current as HTMLElement)
    return () => observer.disconnect()
  }, [ready])
  const { phase, problem } = later.state.value
  const [retention, choices] = answersFor(questionsLater.value, later.state.value)
  return (
    <>
      <div class="wide" ref={mark}>
        {phase === 'failed' && <Problem text={problem ?? ''} retry={() => later.refresh()} />}
        {(phase !== 'failed' || retention) && <Retention answer={retention} />}
      </div>
      {(phase !== 'failed' || choices) && <Consent answer={choices} />}
    </>
  )
}
