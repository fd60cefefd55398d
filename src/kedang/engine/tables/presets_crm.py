"""Exports of Salesforce, HubSpot and Zoho: accounts, contacts, leads."""

from kedang.engine.tables.preset import Preset, preset

CRM_PRESETS: tuple[Preset, ...] = (
    preset(
        "salesforce.leads", "Salesforce 线索", "Salesforce leads", "person",
        "Lead ID | Lead Owner | Lead Status | Lead Source | IsConverted | ConvertedDate | IsUnreadByOwner | Company / Account | Salutation | Rating",
        4,
        """
        Lead ID = external_id
        Id = external_id
        First Name = given_name
        Last Name = family_name
        FirstName = given_name
        LastName = family_name
        Name =
        Company / Account = employer
        Company = employer
        Title = job_title
        Street = address
        State/Province = province
        Rating = level
        Lead Status = status
        Status = status
        Lead Source = source
        Lead Owner = owner
        Description = remark
        """,
    ),
    preset(
        "salesforce.contacts", "Salesforce 联系人", "Salesforce contacts", "person",
        "Contact ID | Account Name | AccountId | Mailing Street | MailingStreet | Mailing City | MailingCity | Mailing State/Province | "
        "Mailing Zip/Postal Code | Other Street | OtherStreet | Reports To | ReportsToId | Assistant Phone | HasOptedOutOfEmail | Salutation | "
        "Contact Owner",
        4,
        """
        Contact ID = external_id
        Id = external_id
        AccountId =
        Name =
        First Name = given_name
        Last Name = family_name
        FirstName = given_name
        LastName = family_name
        Account Name = employer
        Title = job_title
        Mailing Street = address
        Mailing City = city
        Mailing State/Province = province
        Mailing Zip/Postal Code = postcode
        Other Street = address
        Other City =
        OtherState =
        Mobile = mobile
        Home Phone = landline
        Other Phone = landline
        Asst. Phone =
        Assistant Phone =
        Lead Source = source
        Contact Owner = owner
        Description = remark
        Department =
        """,
    ),
    preset(
        "salesforce.accounts", "Salesforce 客户", "Salesforce accounts", "organisation",
        "Account ID | Account Owner | Billing Street | BillingStreet | Billing City | BillingCity | BillingState | Billing State/Province | "
        "BillingPostalCode | Shipping Street | ShippingStreet | ShippingCity | NumberOfEmployees | TickerSymbol | MasterRecordId | Sic | "
        "AccountSource | CleanStatus | Account Site",
        4,
        """
        Account ID = external_id
        Id = external_id
        AccountNumber =
        Account Name = name
        Name = name
        Type = level
        ParentId =
        Parent Account = parent_name
        Billing Street = address
        Billing City = city
        Billing State/Province = province
        BillingState = province
        Billing Zip/Postal Code = postcode
        BillingPostalCode = postcode
        Shipping Street = address
        Shipping City =
        ShippingState =
        ShippingPostalCode =
        Phone = landline
        Ticker Symbol = stock_code
        Ownership = company_type
        Rating = level
        Site =
        Account Source = source
        Account Owner = owner
        Description = introduction
        Created Date = recorded_on
        """,
    ),
    preset(
        "hubspot.contacts", "HubSpot 联系人", "HubSpot contacts", "person",
        "Record ID | Contact owner | Lead Status | Marketing contact status | Create Date | Associated Company | Lifecycle Stage | "
        "Last Activity Date | Associated Company IDs | Associated Note | Record ID - Contact",
        3,
        """
        Record ID = external_id
        Record ID - Contact = external_id
        First Name = given_name
        Last Name = family_name
        Phone Number = phone
        Mobile Phone Number = mobile
        Contact owner = owner
        Lead Status = status
        Lifecycle Stage = level
        Associated Company = employer
        Company Name = employer
        Associated Company IDs =
        Create Date = recorded_on
        Street Address = address
        State/Region = province
        Job Title = job_title
        Website URL = website
        """,
    ),
    preset(
        "hubspot.companies", "HubSpot 公司", "HubSpot companies", "organisation",
        "Record ID | Company name | Company owner | Company Domain Name | Create Date | Last Activity Date | Lifecycle Stage | "
        "Associated Contact | Associated Contact IDs | Parent Company",
        4,
        """
        Record ID = external_id
        Company name = name
        Company owner = owner
        Company Domain Name = website
        Website URL =
        Phone Number = landline
        Street Address = address
        City = city
        State/Region = province
        Country/Region =
        Postal Code = postcode
        Create Date = recorded_on
        Lifecycle Stage = level
        Number of Employees = employees
        Annual Revenue = annual_revenue
        Description = introduction
        Associated Contact IDs =
        """,
    ),
    preset(
        "zoho.accounts", "Zoho 客户", "Zoho accounts", "organisation",
        "Record Id | Account Name | Account Owner | Account Owner.id | Account Number | SIC Code | Account Type | Parent Account.id | "
        "Billing Street | Ownership | Tag | Created Time | Modified Time | Account Site",
        6,
        """
        Record Id = external_id
        Account Name = name
        Account Owner.id =
        Account Owner = owner
        Account Number =
        Account Type = level
        Parent Account.id =
        Parent Account = parent_name
        Billing Street = address
        Billing City = city
        Billing State = province
        Billing Code = postcode
        Shipping Street = address
        Shipping City =
        Shipping State =
        Shipping Code =
        Phone = landline
        Tag = tags
        Created Time = recorded_on
        Description = introduction
        Ownership = company_type
        """,
    ),
    preset(
        "zoho.contacts", "Zoho 联系人", "Zoho contacts", "person",
        "Record Id | Contact Owner | Contact Owner.id | Account Name.id | Skype ID | Secondary Email | Created Time | Modified Time | Tag | "
        "Mailing Street | Email Opt Out | Contact Name",
        5,
        """
        Record Id = external_id
        First Name = given_name
        Last Name = family_name
        Contact Name =
        Contact Owner = owner
        Contact Owner.id =
        Account Name = employer
        Account Name.id =
        Title = job_title
        Mailing Street = address
        Mailing City = city
        Mailing State = province
        Mailing Zip = postcode
        Phone = landline
        Home Phone = landline
        Secondary Email = email
        Tag = tags
        Created Time = recorded_on
        Description = remark
        Lead Source = source
        """,
    ),
    preset(
        "zoho.leads", "Zoho 线索", "Zoho leads", "person",
        "Record Id | Lead Owner | Lead Owner.id | Company | Lead Source | Lead Status | No. of Employees | Skype ID | Secondary Email | Created Time | Tag",
        6,
        """
        Record Id = external_id
        First Name = given_name
        Last Name = family_name
        Lead Owner = owner
        Lead Owner.id =
        Company = employer
        Title = job_title
        Phone = landline
        Street = address
        State = province
        Zip Code = postcode
        Tag = tags
        Rating = level
        Created Time = recorded_on
        Description = remark
        """,
    ),
)  # fmt: skip
