import { Outlet } from "react-router";
import { CustomerSelect } from "../features/archive/CustomerSelect";
import { openQuickCreate } from "../features/archive/create/open";
import { NewcomerSlot, PickerSlot } from "../features/mailbox/slots";

/** What the archive does for whoever sorts mails. */
export function MailSlots() {
  return (
    <PickerSlot value={CustomerSelect}>
      <NewcomerSlot value={openQuickCreate}>
        <Outlet />
      </NewcomerSlot>
    </PickerSlot>
  );
}
