import { Alert, Button, Form, Input, Select, Switch, Typography } from "antd";
import { useTexts } from "../../../lib/i18n";
import { errorText } from "../../../ui/errorText";
import { useRoles } from "../api";
import { FormDialog } from "../FormDialog";
import {
  type Provider,
  type ProviderForm,
  type Tried,
  useSaveProvider,
  useTryProvider,
} from "./api";
import { ssoTexts } from "./locale";

const FRESH: ProviderForm = {
  name: "",
  issuer: "",
  client_id: "",
  client_secret: null,
  active: false,
  login_claim: "",
  provisions: false,
  role_id: null,
  factor_words: "",
};

/** A sign-in service, tried out before it is switched on. */
export function ProviderDialog(props: { provider: Provider | null; onClose: () => void }) {
  const d = useTexts(ssoTexts);
  const { provider, onClose } = props;
  const [form] = Form.useForm<ProviderForm>();
  const save = useSaveProvider(provider);
  const needed = { required: true, whitespace: true, message: d.missing };
  const keep = (values: ProviderForm) => {
    // An empty field keeps the secret; a new service without one is a public client.
    const client_secret = values.client_secret || null;
    save.mutate({ ...FRESH, ...values, client_secret }, { onSuccess: onClose });
  };
  return (
    <FormDialog
      title={provider ? d.change : d.add}
      form={form}
      initial={provider ? { ...provider, client_secret: null } : FRESH}
      busy={save.isPending}
      error={save.error}
      onSave={keep}
      onClose={onClose}
    >
      <Form.Item name="name" label={d.name} extra={d.nameHint} rules={[needed]}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item name="issuer" label={d.issuer} extra={d.issuerHint} rules={[needed]}>
        <Input maxLength={400} autoComplete="off" placeholder={d.issuerLike} />
      </Form.Item>
      <Trying issuer={() => form.getFieldValue("issuer") as string} />
      <Form.Item name="client_id" label={d.clientId} rules={[needed]}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item name="client_secret" label={d.secret}>
        <Input.Password
          maxLength={500}
          autoComplete="new-password"
          placeholder={provider?.has_secret ? d.secretKept : ""}
        />
      </Form.Item>
      {provider && (
        <Form.Item label={d.returnAddress} extra={d.returnHint}>
          <Typography.Text code copyable>
            {provider.return_address}
          </Typography.Text>
        </Form.Item>
      )}
      <Accounts />
      <Form.Item name="active" label={d.active} valuePropName="checked">
        <Switch />
      </Form.Item>
    </FormDialog>
  );
}

/** Which account is whose. */
function Accounts() {
  const d = useTexts(ssoTexts);
  const roles = useRoles();
  const form = Form.useFormInstance<ProviderForm>();
  const claim = Form.useWatch("login_claim", form);
  const provisions = Form.useWatch("provisions", form);
  const claims = Object.entries(d.claims).map(([value, label]) => ({ value, label }));
  const options = (roles.data ?? []).map((role) => ({ value: role.id, label: role.name }));
  return (
    <>
      <Form.Item name="login_claim" label={d.claim} extra={d.claimHint}>
        <Select options={claims} />
      </Form.Item>
      {claim && (
        <Form.Item name="provisions" label={d.provisions} valuePropName="checked">
          <Switch />
        </Form.Item>
      )}
      {claim && provisions && (
        <Form.Item name="role_id" label={d.role} rules={[{ required: true, message: d.missing }]}>
          <Select options={options} />
        </Form.Item>
      )}
      <Form.Item name="factor_words" label={d.factors} extra={d.factorsHint}>
        <Input maxLength={400} autoComplete="off" />
      </Form.Item>
    </>
  );
}

/** Asks the service what it says of itself, and puts what is wrong into words. */
function Trying({ issuer }: { issuer: () => string }) {
  const d = useTexts(ssoTexts);
  const attempt = useTryProvider();
  return (
    <Form.Item>
      <Button loading={attempt.isPending} onClick={() => attempt.mutate((issuer() ?? "").trim())}>
        {d.test}
      </Button>
      {attempt.data && <Verdict tried={attempt.data} />}
      {attempt.error && <Alert type="error" showIcon title={errorText(attempt.error)} />}
    </Form.Item>
  );
}

function Verdict({ tried }: { tried: Tried }) {
  const d = useTexts(ssoTexts);
  if (tried.problem) return <Alert type="warning" showIcon title={d.problems[tried.problem]} />;
  return (
    <Alert
      type="success"
      showIcon
      title={d.works((tried.algorithms ?? []).join(", "))}
      description={tried.pkce ? undefined : d.noPkce}
    />
  );
}
