"""The CTPAT kiosk: guided applications for the Customs Trade Partnership Against Terrorism."""
