import { Alert, Button, Flex, Spin } from "antd";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { useTexts } from "../../lib/i18n";
import { errorText } from "../../ui/errorText";
import { useEnter } from "./api";
import { locale } from "./locale";
import { PublicFrame } from "./PublicFrame";
import { isLinking, type Returned, useFinish, useFinishLink } from "./signInServices";

const SecondStep = lazy(async () => ({
  default: (await import("./security/SecondStep")).SecondStep,
}));

/** What the service sent along. It leaves the address bar at once: a code belongs into no history. */
function takeReturned(): Returned {
  const sent = new URLSearchParams(window.location.search);
  window.history.replaceState(window.history.state, "", window.location.pathname);
  const word = (name: string) => sent.get(name) ?? "";
  return { state: word("state"), code: word("code"), iss: word("iss"), error: word("error") };
}

/** The way back from a sign-in service: into the program, or to one's own account. */
export function ReturnPage() {
  const t = useTexts(locale);
  const { provider = "" } = useParams();
  const [linking] = useState(isLinking);
  const finish = useFinish(provider);
  const link = useFinishLink(provider);
  const done = linking ? link : finish;
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    done.mutate(takeReturned());
  }, [done]);
  const missing = finish.data && "step" in finish.data ? finish.data : null;
  const enter = useEnter(missing?.next ?? null);
  const navigate = useNavigate();
  if (missing) {
    return (
      <Suspense fallback={null}>
        <SecondStep step={missing} onEnter={enter} onAgain={() => navigate("/sign-in")} />
      </Suspense>
    );
  }
  const title = linking ? t.linking : t.returning;
  return (
    <PublicFrame title={done.error ? t.notSignedIn : title}>
      {done.error ? (
        <Flex vertical gap={16}>
          <Alert type="error" showIcon title={errorText(done.error)} />
          <Link to={linking ? "/account" : "/sign-in"} replace>
            <Button type="primary" block>
              {linking ? t.backToAccount : t.backToSignIn}
            </Button>
          </Link>
        </Flex>
      ) : (
        <Flex justify="center">
          <Spin />
        </Flex>
      )}
    </PublicFrame>
  );
}
