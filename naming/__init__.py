"""What things in AWS are called, and tagged with. Pure: no pulumi, no boto3, no clock."""
