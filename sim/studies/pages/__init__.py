"""What people read of a study: report, workbook, pictures, tables with headings, and the folder that holds them."""
